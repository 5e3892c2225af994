package org.jmill.examples;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

@Timeout(60)
class KvTest {
    static final List<String> ENGINES = SmallExamplesTest.ENGINES;

    @ParameterizedTest
    @FieldSource("ENGINES")
    void requestsThatComeTogetherAreAnsweredInOrder(String engine) throws IOException {
        try (Served kv = Served.start(engine, "kv", "0")) {
            assertEquals(
                    "+PONG\r\n+OK\r\n$5\r\nhello\r\n$-1\r\n:11\r\n",
                    kv.converse("*1\r\n$4\r\nPING\r\n*3\r\n$3\r\nSET\r\n$1\r\na\r\n$5\r\nhello\r\n"
                            + "*2\r\n$3\r\nget\r\n$1\r\na\r\nGET b\nAPPEND a _world\r\n"));
            assertTrue(kv.stop().err().endsWith("s: 1 connection, 5 commands\n"), kv.err());
        }
    }

    @Test
    void requestMayComeByteByByte() throws Exception {
        try (Served kv = Served.start("auto", "kv", "0");
                Socket socket = kv.connect()) {
            for (byte b : "*2\r\n$4\r\nECHO\r\n$4\r\n\r\n\0\u007f\r\n".getBytes(StandardCharsets.ISO_8859_1)) {
                socket.getOutputStream().write(b);
                Thread.yield();
            }
            assertEquals(
                    "$4\r\n\r\n\0\u007f\r\n",
                    new String(socket.getInputStream().readNBytes(10), StandardCharsets.ISO_8859_1));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        INCR n~INCRBY n 41~DECR n~DECRBY n 2~GET n      | :1~:42~:41~:39~$2~39~
        SET s x~INCR s                                  | +OK~-ERR value is not an integer or out of range~
        SET n 9223372036854775807~INCR n                | +OK~-ERR increment or decrement would overflow~
        SET k 1 NX~SET k 2 NX~SET k 3 XX~GET k          | +OK~$-1~+OK~$1~3~
        SET j 1 XX~SETNX j 2~SETNX j 3~SET j 1 EX       | $-1~:1~:0~-ERR syntax error~
        SET e 1 EX 100~TTL e~PERSIST e~TTL e~TTL none   | +OK~:100~:1~:-1~:-2~
        SET e 1 EX 100~SET e 2~TTL e~EXPIRE none 1      | +OK~+OK~:-1~:0~
        SET e 1 EX 100~INCR e~TTL e~EXPIRE e 0~GET e    | +OK~:2~:100~:1~$-1~
        SET e 1 PX 0                                    | -ERR invalid expire time in 'set' command~
        SETEX e 50 v~TTL e~SET e w KEEPTTL~TTL e        | +OK~:50~+OK~:50~
        MSET a 1 b 2~MGET a x b~DEL a b x~EXISTS a b    | +OK~*3~$1~1~$-1~$1~2~:2~:0~
        MSET a 1 b                                      | -ERR wrong number of arguments for 'mset' command~
        MSET a 1 ab 2~DBSIZE~KEYS a?~FLUSHALL~DBSIZE    | +OK~:2~*1~$2~ab~+OK~:0~
        SET t v~TYPE t~STRLEN t~TYPE u~SELECT 0         | +OK~+string~:1~+none~+OK~
        FLY~GET~QUIT~PING                               | -ERR unknown command 'FLY'~-ERR wrong number of arguments for 'get' command~+OK~
        *x                                              | -ERR Protocol error: invalid length~
        *1~ECHO                                         | -ERR Protocol error: expected '$'~
        *1~$99999999999                                 | -ERR Protocol error: invalid length~
        *1~$2~PING                                      | -ERR Protocol error: expected CR LF~
        """)
    void commandsDoWhatRedisDoes(String requests, String replies) throws IOException {
        try (Served kv = Served.start("auto", "kv", "0")) {
            assertEquals(replies.replace("~", "\r\n"), kv.converse(requests.replace("~", "\r\n") + "\r\n"));
        }
    }

    @Test
    void valueExpiresInTime() throws IOException {
        try (Served kv = Served.start("auto", "kv", "0")) {
            assertEquals("+OK\r\n$1\r\n1\r\n", kv.converse("SET e 1 PX 100\r\nGET e\r\n"));
            await().until(() -> kv.converse("GET e\r\n").equals("$-1\r\n"));
        }
    }
}
