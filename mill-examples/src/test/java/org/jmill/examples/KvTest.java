package org.jmill.examples;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
        *x                                              | -ERR Protocol error: invalid multibulk length~
        *+1                                             | -ERR Protocol error: invalid multibulk length~
        *1048577                                        | -ERR Protocol error: invalid multibulk length~
        *1~ECHO                                         | -ERR Protocol error: expected '$', got 'E'~
        *1~$99999999999                                 | -ERR Protocol error: invalid bulk length~
        *1~$67108865                                    | -ERR Protocol error: invalid bulk length~
        *1~$-1                                          | -ERR Protocol error: invalid bulk length~
        *1~$04~PING                                     | -ERR Protocol error: invalid bulk length~
        *1~$2~PING                                      | -ERR Protocol error: expected CR LF~
        *0~*-1~PING                                     | +PONG~
        PING~POST / HTTP/1.1~PING                       | +PONG~
        get / http/1.1~Host: localhost~PING             | -ERR wrong number of arguments for 'get' command~
        DECRBY k -9223372036854775808~GET k             | -ERR decrement would overflow~$-1~
        SET m 9223372036854775807~DECRBY m -1~GET m     | +OK~-ERR increment or decrement would overflow~$19~9223372036854775807~
        SET m -9223372036854775808~DECR m~INCRBY m 1    | +OK~-ERR increment or decrement would overflow~:-9223372036854775807~
        INCRBY m -9223372036854775808~DECR m            | :-9223372036854775808~-ERR increment or decrement would overflow~
        INCRBY m -9223372036854775808~INCRBY m 9223372036854775807 | :-9223372036854775808~:-1~
        INCRBY m 9223372036854775808                    | -ERR value is not an integer or out of range~
        INCRBY n +5~INCRBY n 05~INCRBY n -0~GET n       | -ERR value is not an integer or out of range~-ERR value is not an integer or out of range~-ERR value is not an integer or out of range~$-1~
        SET n 05~INCR n~SET n +5~INCR n                 | +OK~-ERR value is not an integer or out of range~+OK~-ERR value is not an integer or out of range~
        SET k v NX XX~SET k v XX NX~GET k               | -ERR syntax error~-ERR syntax error~$-1~
        SET k v EX 10 PX 10~SET k v PX 10 KEEPTTL~GET k | -ERR syntax error~-ERR syntax error~$-1~
        SET k v KEEPTTL EX 10~SET k v EX~SET k v EX NX  | -ERR syntax error~-ERR syntax error~-ERR value is not an integer or out of range~
        SET k v EX +10~SET k v EX 010~SET k v EX x NX XX | -ERR value is not an integer or out of range~-ERR value is not an integer or out of range~-ERR syntax error~
        SET k v EX 9223372036854775~SET k v PX -1       | -ERR invalid expire time in 'set' command~-ERR invalid expire time in 'set' command~
        SET k v EX 10 NX~SET k w EX 20 NX~TTL k         | +OK~$-1~:10~
        SET k v EX 5 EX 10~TTL k~SETEX k 0 v~PSETEX k -1 v | +OK~:10~-ERR invalid expire time in 'setex' command~-ERR invalid expire time in 'psetex' command~
        EXPIRE k 9223372036854775807                    | -ERR invalid expire time in 'expire' command~
        EXPIRE k -9223372036854775808                   | -ERR invalid expire time in 'expire' command~
        PEXPIRE k 9223372036854775807                   | -ERR invalid expire time in 'pexpire' command~
        SET k v~PEXPIRE k -9223372036854775808~GET k    | +OK~:1~$-1~
        SET k v~EXPIRE k 9000000000000000~TTL k         | +OK~:1~:9000000000000000~
        SET k v~EXPIRE k 1x~TTL k                       | +OK~-ERR value is not an integer or out of range~:-1~
        MSET a 1 a 2~GET a~DEL a a~EXISTS a a           | +OK~$1~2~:1~:0~
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

    /// More than its request may hold is asked for by many, and not sent.
    @Test
    void promisesAreBelievedWhenTheyAreKept() throws IOException {
        try (Served kv = Served.start("auto", "kv", "--memory=1", "0")) {
            List<Socket> liars = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                Socket liar = kv.connect();
                liars.add(liar);
                liar.getOutputStream().write("*1048576\r\n$67000000\r\n".getBytes(StandardCharsets.ISO_8859_1));
            }
            assertEquals("+PONG\r\n", kv.converse("PING\r\n"));
            assertEquals("+OK\r\n", kv.converse("SET k " + "x".repeat(60_000) + "\r\n"));
            for (Socket liar : liars) {
                liar.close();
            }
        }
    }

    @Test
    void memoryHasALimit() throws IOException {
        String large = "x".repeat(40_000);
        String oom = "-OOM command not allowed when used memory > 'maxmemory' (see --memory)\r\n";
        try (Served kv = Served.start("auto", "kv", "--memory=1", "0")) {
            assertTrue(kv.converse(("APPEND a " + large + "\r\n").repeat(30)).endsWith(":1040000\r\n" + oom.repeat(4)));
            assertEquals(oom + oom, kv.converse("SET b " + large + "\r\nMSET b 1 c " + large + "\r\n"));
            assertEquals("$-1\r\n:1\r\n+OK\r\n", kv.converse("GET b\r\nDEL a\r\nSET b " + large + "\r\n"));
            String many = "";
            for (int i = 0; i < 7000; i++) { // Small ones have their overhead counted.
                many += "SET k" + i + " v\r\n";
            }
            assertTrue(kv.converse(many).endsWith(oom));
            assertEquals("+OK\r\n+OK\r\n", kv.converse("FLUSHALL\r\nSET b " + large + "\r\n"));
        }
    }

    @Test
    void requestsAndValuesHaveALimit() throws IOException {
        try (Served kv = Served.start("auto", "kv", "--bytes=50000", "0")) {
            String half = "x".repeat(30_000);
            assertEquals(
                    ":30000\r\n-ERR string exceeds maximum allowed size of 50000 bytes (see --bytes)\r\n",
                    kv.converse("APPEND a " + half + "\r\nAPPEND a " + half + "\r\n"));
            assertEquals("-ERR reply has more than 50000 bytes (see --bytes)\r\n", kv.converse("MGET a a\r\n"));
            assertEquals(
                    "-ERR Protocol error: request has more than 50000 bytes (see --bytes)\r\n",
                    kv.converse("*3\r\n$4\r\nMGET\r\n$30000\r\n" + half + "\r\n$30000\r\n" + half + "\r\n"));
            assertEquals("-ERR Protocol error: invalid bulk length\r\n", kv.converse("*1\r\n$50001\r\n"));
            assertEquals("+PONG\r\n", kv.converse("PING\r\n"));
        }
    }

    @Test
    void largeValueComesBackWhole() throws IOException {
        String value = "0123456789abcde\n".repeat(200_000);
        try (Served kv = Served.start("auto", "kv", "0")) {
            String set = "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$" + value.length() + "\r\n" + value + "\r\n";
            assertEquals("+OK\r\n", kv.converse(set));
            assertEquals("$" + value.length() + "\r\n" + value + "\r\n", kv.converse("GET k\r\n"));
            assertEquals(
                    "$60000\r\n" + value.substring(0, 60_000) + "\r\n",
                    kv.converse("*2\r\n$4\r\nECHO\r\n$60000\r\n" + value.substring(0, 60_000) + "\r\n"));
        }
    }

    @Test
    void patternsTakeNoStackAndNoTime() throws IOException {
        try (Served kv = Served.start("auto", "kv", "0")) {
            String a = "a".repeat(60_000);
            assertEquals("+OK\r\n", kv.converse("SET " + a + " v\r\n"));
            assertEquals("*0\r\n", kv.converse("KEYS " + "?".repeat(59_999) + "\r\n"));
            assertEquals("*1\r\n$60000\r\n" + a + "\r\n", kv.converse("KEYS " + "?".repeat(60_000) + "\r\n"));
            assertEquals("*0\r\n", kv.converse("KEYS " + "a*".repeat(30_000) + "b\r\n"));
            assertEquals("*0\r\n", kv.converse("KEYS " + "[".repeat(60_000) + "\r\n"));
            assertEquals(
                    "-ERR pattern takes too long: too much of it matches too often\r\n",
                    kv.converse("KEYS *" + a.substring(30_000) + "b\r\n"));
        }
    }
}
