package com.example.cookbook;

import static org.jmill.Mill.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jmill.Mill;
import org.jmill.Scope;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// PostgreSQL is taken where the environment names one: BOOK_POSTGRES=jdbc:postgresql://….
class BankTest {
    private static final int ACCOUNTS = 10;

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgresql"})
    void noCentIsLostBetweenTransactions(String database) throws Exception {
        String url = database.equals("h2") ? "jdbc:h2:mem:bank;DB_CLOSE_DELAY=-1" : System.getenv("BOOK_POSTGRES");
        assumeTrue(url != null, "no PostgreSQL: BOOK_POSTGRES is not set");
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(5);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            create(pool);
            Bank bank = new Bank(pool);
            Mill.run(() -> {
                Scope.run(scope -> {
                    for (int i = 0; i < 200; i++) {
                        int from = i % ACCOUNTS;
                        scope.go(() -> bank.transfer(from, (from + 3) % ACCOUNTS, 7));
                    }
                });
                assertThrows(SQLException.class, () -> bank.transfer(0, 99, 7)); // Rolled back.
                assertEquals(ACCOUNTS * 1000, bank.total());
            });
        }
    }

    private static void create(HikariDataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("drop table if exists account");
            statement.execute("create table account (id int primary key, cents int not null)");
            for (int i = 0; i < ACCOUNTS; i++) {
                statement.execute("insert into account values (" + i + ", 1000)");
            }
        }
    }
}
