package io.funclet.host.grpc;

import static io.funclet.host.grpc.RawConnection.CONTINUATION;
import static io.funclet.host.grpc.RawConnection.DATA;
import static io.funclet.host.grpc.RawConnection.END_HEADERS;
import static io.funclet.host.grpc.RawConnection.GOAWAY;
import static io.funclet.host.grpc.RawConnection.HEADERS;
import static io.funclet.host.grpc.RawConnection.PING;
import static io.funclet.host.grpc.RawConnection.PRIORITY;
import static io.funclet.host.grpc.RawConnection.RST_STREAM;
import static io.funclet.host.grpc.RawConnection.SETTINGS;
import static io.funclet.host.grpc.RawConnection.WINDOW_UPDATE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.proto.baetyl.FunctionMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients who send without end what costs them little: their connection ends, and a client beside them is served. */
class FloodTest extends ServedChannel {

    private static final String METHOD = "/baetyl.Function/Call";

    /** Far beyond each limit. */
    private static final int ROUNDS = 500;

    private static final int BURST = 200;

    /** The frames that a connection may send for nothing. */
    private static final int BUDGET = 1000;

    private static final int ENHANCE_YOUR_CALM = 11;

    private static final byte[] ECHO =
            FunctionMessage.newBuilder().setFunctionName("echo").build().toByteArray();

    enum Flood {
        SETTINGS_FRAMES {
            @Override
            void one(int number, ByteArrayOutputStream out) {
                out.writeBytes(RawConnection.bytes(SETTINGS, 0, 0));
            }
        },
        PINGS {
            @Override
            void one(int number, ByteArrayOutputStream out) {
                out.writeBytes(RawConnection.bytes(PING, 0, 0, new byte[8]));
            }
        },
        PRIORITIES {
            @Override
            void one(int number, ByteArrayOutputStream out) {
                out.writeBytes(RawConnection.bytes(PRIORITY, 0, 1, new byte[5]));
            }
        },
        UNKNOWN_FRAMES {
            @Override
            void one(int number, ByteArrayOutputStream out) {
                out.writeBytes(RawConnection.bytes(0x42, 0, 0));
            }
        },
        EMPTY_DATA {
            @Override
            void one(int number, ByteArrayOutputStream out) {
                begin(number, 1, out);
                out.writeBytes(RawConnection.bytes(DATA, 0, 1));
            }
        },
        CONTINUATIONS {
            @Override
            void one(int number, ByteArrayOutputStream out) {
                out.writeBytes(
                        number == 0
                                ? RawConnection.bytes(HEADERS, 0, 1, RawConnection.call(METHOD.substring(1)))
                                : RawConnection.bytes(CONTINUATION, 0, 1));
            }
        },
        LARGE_SETTINGS {
            @Override
            void one(int number, ByteArrayOutputStream out) {
                out.writeBytes(RawConnection.bytes(SETTINGS, 0, 0, new byte[60]));
            }
        },
        ACKNOWLEDGEMENTS_OF_PINGS {
            @Override
            void one(int number, ByteArrayOutputStream out) {
                out.writeBytes(RawConnection.bytes(PING, RawConnection.ACKNOWLEDGEMENT, 0, new byte[8]));
            }
        },
        WINDOW_UPDATES {
            @Override
            void one(int number, ByteArrayOutputStream out) {
                out.writeBytes(RawConnection.bytes(WINDOW_UPDATE, 0, 0, new byte[] {0, 0, 0, 1}));
            }
        },
        WINDOW_UPDATES_OF_A_CALL {
            @Override
            void one(int number, ByteArrayOutputStream out) {
                begin(number, 1, out);
                out.writeBytes(RawConnection.bytes(WINDOW_UPDATE, 0, 1, new byte[] {0, 0, 0, 1}));
            }
        },
        FAREWELLS {
            @Override
            void one(int number, ByteArrayOutputStream out) {
                out.writeBytes(RawConnection.bytes(GOAWAY, 0, 0, new byte[8]));
            }
        },
        RESETS_OF_ONE_CALL {
            @Override
            void one(int number, ByteArrayOutputStream out) {
                begin(number, 1, out);
                out.writeBytes(RawConnection.bytes(RST_STREAM, 0, 1, new byte[] {0, 0, 0, 8}));
            }
        },
        PADDING {
            @Override
            void one(int number, ByteArrayOutputStream out) {
                begin(number, 1, out);
                byte[] padding = new byte[10];
                padding[0] = 9;
                out.writeBytes(RawConnection.bytes(DATA, RawConnection.PADDED, 1, padding));
            }
        },
        /** Of messages that have no end, each within the limit. */
        SINGLE_BYTES {
            @Override
            void one(int number, ByteArrayOutputStream out) {
                int stream = number / MAX_MESSAGE_BYTES * 2 + 1;
                int position = number % MAX_MESSAGE_BYTES;
                begin(position, stream, out);
                int lengthByte = position < 5 ? MAX_MESSAGE_BYTES >> 8 * (4 - position) : 0;
                out.writeBytes(RawConnection.bytes(DATA, 0, stream, new byte[] {(byte) lengthByte}));
            }
        },
        DATA_OF_A_CALL_THAT_HAS_ENDED {
            @Override
            void one(int number, ByteArrayOutputStream out) {
                begin(number, 1, out);
                if (number == 0) {
                    out.writeBytes(RawConnection.bytes(RST_STREAM, 0, 1, new byte[] {0, 0, 0, 8}));
                }
                out.writeBytes(RawConnection.bytes(DATA, 0, 1, new byte[] {0}));
            }
        },
        RAPID_RESETS {
            @Override
            void one(int number, ByteArrayOutputStream out) {
                int stream = 2 * number + 1;
                out.writeBytes(
                        RawConnection.bytes(HEADERS, END_HEADERS, stream, RawConnection.call(METHOD.substring(1))));
                out.writeBytes(RawConnection.bytes(RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8}));
            }
        };

        abstract void one(int number, ByteArrayOutputStream out);

        static void begin(int number, int stream, ByteArrayOutputStream out) {
            if (number == 0) {
                out.writeBytes(
                        RawConnection.bytes(HEADERS, END_HEADERS, stream, RawConnection.call(METHOD.substring(1))));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void flood_endsItsConnection_whileOthersAreServed(Flood flood) throws Exception {
        start();
        assertArrayEquals(ECHO, call(METHOD, ECHO));
        try (RawConnection hostile = RawConnection.speaking(socket.port())) {
            boolean cut = false;
            for (int round = 0; round < ROUNDS && !hostile.hasEnded(); round++) {
                ByteArrayOutputStream burst = new ByteArrayOutputStream();
                for (int i = 0; i < BURST; i++) {
                    flood.one(round * BURST + i, burst);
                }
                try {
                    hostile.send(burst.toByteArray());
                } catch (IOException ended) {
                    cut = true;
                    break;
                }
                assertArrayEquals(ECHO, call(METHOD, ECHO));
            }

            assertTrue(hostile.endsWithin(PATIENCE_SECONDS), flood + " goes on");
            // A client that still sends is reset by the kernel, which may drop the farewell. It learns of that once: by
            // its
            // writes or by its reads.
            assertTrue(hostile.goAway() == ENHANCE_YOUR_CALM || hostile.isReset() || cut, "error " + hostile.goAway());
        }
        assertArrayEquals(ECHO, call(METHOD, ECHO));
    }

    @Test
    void framesThatComeWithCalls_areNoFlood() throws Exception {
        start();
        try (RawConnection client = RawConnection.speaking(socket.port())) {
            for (int i = 1; i <= 3 * BUDGET; i++) {
                int stream = 2 * i - 1;
                client.frame(HEADERS, END_HEADERS, stream, RawConnection.call("nobody/Nothing"));
                client.frame(PRIORITY, 0, stream, new byte[5]);
                client.frame(DATA, RawConnection.END_STREAM, stream);
                client.frame(WINDOW_UPDATE, 0, 0, new byte[] {0, 0, 0, 1});
                client.frame(WINDOW_UPDATE, 0, stream, new byte[] {0, 0, 0, 1});
                client.frame(PING, RawConnection.ACKNOWLEDGEMENT, 0, new byte[8]);
                if (i % BURST == 0) {
                    client.awaitResponses(BURST);
                }
            }
            assertArrayEquals(ECHO, call(METHOD, ECHO));
            assertFalse(client.hasEnded());
        }
    }
}
