package com.example.cookbook;

import static org.jmill.Mill.*;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/// JDBC from coroutines. A transaction is one piece of blocking code: a connection never waits for a
/// channel, and there are no more threads than transactions under way.
public final class Bank {
    private final DataSource pool;

    Bank(DataSource pool) {
        this.pool = pool;
    }

    /// What runs within one transaction. It may block, and must not call verbs.
    interface Transaction<T> {
        T run(Connection connection) throws SQLException;
    }

    /// Runs it on a thread of the pool; the calling coroutine alone waits.
    <T> T transaction(Transaction<T> body) throws SQLException {
        return blocking(() -> {
            try (Connection connection = pool.getConnection()) {
                connection.setAutoCommit(false);
                try {
                    T result = body.run(connection);
                    connection.commit();
                    return result;
                } catch (SQLException | RuntimeException e) {
                    connection.rollback();
                    throw e;
                }
            }
        });
    }

    void transfer(int from, int to, int cents) throws SQLException {
        transaction(connection -> {
            add(connection, Math.min(from, to), from < to ? -cents : cents); // The same order for all: no deadlock.
            add(connection, Math.max(from, to), from < to ? cents : -cents);
            return null;
        });
    }

    private static void add(Connection connection, int account, int cents) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update account set cents = cents + ? where id = ?")) {
            update.setInt(1, cents);
            update.setInt(2, account);
            if (update.executeUpdate() != 1) {
                throw new SQLException("no account " + account);
            }
        }
    }

    int total() throws SQLException {
        return transaction(connection -> {
            try (ResultSet sum = connection.createStatement().executeQuery("select sum(cents) from account")) {
                sum.next();
                return sum.getInt(1);
            }
        });
    }
}
