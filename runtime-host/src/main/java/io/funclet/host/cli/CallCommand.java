package io.funclet.host.cli;

import com.google.protobuf.ByteString;
import io.funclet.host.config.ListenAddress;
import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Calls one function once. */
@Command(
        name = "call",
        description = {
            "Calls a function, as a manager of openedge or baetyl does, and writes the payload of its answer to standard"
                    + " output: the bytes as they came, and on a terminal a line break after them. An answer without"
                    + " payload means that the function filters the message out; standard error says so.",
            "",
            "Exit status: 0 for an answer, 1 for a failure, with its gRPC status on standard error, 2 for wrong"
                    + " arguments."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class CallCommand implements Callable<Integer> {

    static final String DEFAULT_ADDRESS = "127.0.0.1:50051";

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "NAME", description = "The name of the function.")
    private String name;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "PAYLOAD",
            description = "The event. Read from standard input if it is '-', or missing while standard input is no"
                    + " terminal.")
    private String payload;

    @Option(
            names = "--address",
            paramLabel = "HOST:PORT",
            defaultValue = DEFAULT_ADDRESS,
            description = "Where the runtime listens; ${DEFAULT-VALUE} by default.")
    private ListenAddress address;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "30s",
            description = "How long to wait for the answer, such as 500ms or 5m; ${DEFAULT-VALUE} by default.")
    private Duration timeout;

    @Option(
            names = "--generation",
            paramLabel = "1..4",
            defaultValue = "3",
            description = "Whose protocol to speak: 1 openedge 0.1.0, 2 openedge 0.1.2, 3 baetyl 1 (the default),"
                    + " 4 baetyl 2.")
    private int number;

    @Option(names = "--topic", paramLabel = "TOPIC", description = "The MQTT topic of the message.")
    private String topic;

    @Option(names = "--qos", paramLabel = "0..2", description = "The MQTT quality of service of the message.")
    private Integer qos;

    @Option(names = "--id", paramLabel = "N", description = "The id of the message (not in generation 1).")
    private String id;

    @Option(
            names = "--timestamp",
            paramLabel = "SECONDS",
            description = "When the message arrived, since 1970 (not in generation 1).")
    private Long timestamp;

    @Option(names = "--invoke-id", paramLabel = "ID", description = "The id of the call in the logs.")
    private String invokeId;

    @Option(
            names = "--metadata",
            paramLabel = "KEY=VALUE",
            description = "An entry of the metadata (generation 4 only); may be repeated.")
    private Map<String, String> metadata = new LinkedHashMap<>();

    @ArgGroup(exclusive = false)
    private Tls tls;

    /** Present if any of its options is. */
    private static final class Tls {

        @Option(
                names = "--tls",
                required = true,
                description = "Speak TLS, as a runtime does that has a key and a certificate.")
        private boolean enabled;

        @Option(
                names = "--ca",
                paramLabel = "FILE",
                description = "PEM: who must have issued the runtime's certificate; else those that Java trusts.")
        private File authority;

        @Option(names = "--cert", paramLabel = "FILE", description = "PEM: the certificate to present; with --key.")
        private File certificate;

        @Option(names = "--key", paramLabel = "FILE", description = "PEM: its private key, PKCS#8.")
        private File key;
    }

    @Override
    public Integer call() throws IOException {
        Generation generation = generation();
        ChannelCredentials credentials = credentials();
        Request request = request(generation);
        try (Connection connection = Connection.to(address, credentials)) {
            print(generation.call(connection.channel(), request, timeout));
            return 0;
        } catch (StatusRuntimeException e) {
            System.err.println(Connection.describe(e));
            return 1;
        }
    }

    private Generation generation() {
        if (number < 1 || number > Generation.values().length) {
            throw wrong("--generation: " + number + " is not within 1 to " + Generation.values().length);
        }
        Generation generation = Generation.of(number);
        if (generation == Generation.OPENEDGE_RUNTIME && (id != null || timestamp != null)) {
            throw wrong("messages of generation 1 have neither --id nor --timestamp");
        }
        if (generation != Generation.BAETYL_FAAS && !metadata.isEmpty()) {
            throw wrong("only messages of generation 4 have --metadata");
        }
        return generation;
    }

    private Request request(Generation generation) throws IOException {
        long messageId = 0;
        try {
            messageId = id == null ? 0 : Long.parseUnsignedLong(id);
        } catch (NumberFormatException e) {
            throw wrong("--id: \"" + id + "\" is not a number of 64 bits without sign");
        }
        if (qos != null && qos < 0) {
            throw wrong("--qos: " + qos + " is less than 0");
        }
        return new Request(
                name,
                event(),
                topic == null ? "" : topic,
                qos == null ? 0 : qos,
                messageId,
                timestamp == null ? 0 : timestamp,
                invokeId == null ? "" : invokeId,
                metadata);
    }

    private ByteString event() throws IOException {
        if ("-".equals(payload) || payload == null && !Terminal.standardInput().isTerminal()) {
            return ByteString.readFrom(System.in);
        }
        return payload == null ? ByteString.EMPTY : ByteString.copyFromUtf8(payload);
    }

    private ChannelCredentials credentials() {
        if (tls == null) {
            return InsecureChannelCredentials.create();
        }
        if ((tls.certificate == null) != (tls.key == null)) {
            throw wrong("--cert and --key belong together");
        }
        TlsChannelCredentials.Builder credentials = TlsChannelCredentials.newBuilder();
        try {
            if (tls.authority != null) {
                credentials.trustManager(tls.authority);
            }
            if (tls.key != null) {
                credentials.keyManager(tls.certificate, tls.key);
            }
        } catch (IOException e) {
            throw wrong("a PEM file cannot be read: " + e.getMessage());
        }
        return credentials.build();
    }

    private static void print(ByteString answer) throws IOException {
        if (answer.isEmpty()) {
            System.err.println("filtered: the function answered without a payload");
            return;
        }
        PrintStream out = System.out;
        answer.writeTo(out);
        if (Terminal.standardOutput().isTerminal() && answer.byteAt(answer.size() - 1) != '\n') {
            out.println();
        }
        out.flush();
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
