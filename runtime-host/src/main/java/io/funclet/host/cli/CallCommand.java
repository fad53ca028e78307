package io.funclet.host.cli;

import com.google.protobuf.ByteString;
import io.funclet.host.cli.client.CallRequest;
import io.funclet.host.cli.client.CallSeries;
import io.funclet.host.cli.client.Connection;
import io.funclet.host.cli.client.ProtocolGeneration;
import io.funclet.host.cli.option.MessageOptions;
import io.funclet.host.cli.option.TlsOptions;
import io.funclet.host.cli.terminal.Terminal;
import io.funclet.host.config.ListenAddress;
import io.funclet.host.storage.FileErrorText;
import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Calls one function once. */
@Command(
        name = "call",
        header = "Call a function and print its response.",
        description =
                "Calls as a manager of openedge or baetyl does, and writes the payload of the response to standard output:"
                        + " the unchanged bytes, and on a terminal a line break after them. A response without payload"
                        + " means that the function filters the message out; standard error says so. With --count it prints"
                        + " a summary instead, with --json one JSON object.",
        exitCodeList = {
            "0:The function has responded.",
            "1:A call has failed, or the runtime could not be reached: standard error has the gRPC status and the reason, in one line.",
            "2:The arguments are wrong, or a file that they name cannot be used."
        },
        footer = {
            "  funclet call sayhi '{\"temperature\":21.5}' --topic room/1",
            "  funclet call echo -- -5                      an event that begins with -",
            "  funclet call echo <picture.jpg >response.jpg",
            "  funclet call echo --file picture.jpg --json  status, response and time as JSON",
            "  funclet call echo {} --count 1000            how long calls take, in turn",
            "  funclet call sayhi {} --generation 4 --metadata userId=7",
            "  funclet call sayhi {} --address gateway:50051 --tls --ca ca.pem"
        },
        sortOptions = false)
final class CallCommand implements Callable<Integer> {

    static final String DEFAULT_ADDRESS = "127.0.0.1:50051";

    private static final int MOST_CALLS = 10_000_000;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "NAME", description = "The name of the function.")
    private String name;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "PAYLOAD",
            description =
                    "The event, any text. Read from standard input, with any bytes, if it is '-', or missing while"
                            + " standard input is no terminal.")
    private String payload;

    @Option(names = "--file", paramLabel = "FILE", description = "Take the event from this file, with any bytes.")
    private Path file;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "1",
            description = "Call so often, one call after the other, and print how many failed and how long they took."
                    + " The first one also connects.")
    private Integer count;

    @Option(
            names = "--json",
            description = "Print one JSON object: status, time in milliseconds, and the response as text, or as base64"
                    + " if it is not UTF-8.")
    private boolean json;

    @Option(
            names = "--address",
            paramLabel = "HOST:PORT",
            defaultValue = DEFAULT_ADDRESS,
            description = "Where the runtime listens; ${DEFAULT-VALUE} unless told.")
    private ListenAddress address;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "30s",
            description = "How long to wait for the response, such as 500ms or 5m; ${DEFAULT-VALUE} unless told.")
    private Duration timeout;

    @Mixin
    private MessageOptions message;

    @ArgGroup(exclusive = false)
    private TlsOptions tls;

    @Override
    public Integer call() throws IOException {
        picocli.CommandLine command = spec.commandLine();
        ProtocolGeneration protocolGeneration = message.generation(command);
        ChannelCredentials credentials = tls == null ? InsecureChannelCredentials.create() : tls.credentials(command);
        if (count < 1 || count > MOST_CALLS) {
            throw new ParameterException(command, "--count: " + count + " is not within 1 to " + MOST_CALLS);
        }
        CallRequest callRequest = message.request(command, name, event(command));
        try (Connection connection = Connection.to(address, credentials)) {
            return print(
                    CallSeries.run(count, () -> protocolGeneration.call(connection.channel(), callRequest, timeout)));
        }
    }

    private int print(CallSeries series) throws IOException {
        StatusRuntimeException failure = series.failure();
        String failureText = failure == null ? null : new CallFailureText(address, timeout, tls).describe(failure);
        if (json) {
            System.out.println(series.json(name, failureText));
        } else {
            if (failureText != null) {
                System.err.println(failureText);
            }
            if (count > 1) {
                System.out.println(series.summary());
            } else if (failure == null) {
                print(series.response());
            }
        }
        return failure == null ? 0 : 1;
    }

    private ByteString event(picocli.CommandLine command) throws IOException {
        if (file != null) {
            if (payload != null) {
                throw new ParameterException(command, "the event is either PAYLOAD or in --file, not both");
            }
            if (!Files.exists(file) || Files.isDirectory(file)) {
                throw new ParameterException(command, "--file: there is no file " + file);
            }
            try (InputStream in = Files.newInputStream(file)) {
                return ByteString.readFrom(in);
            } catch (IOException unreadable) {
                throw new ParameterException(
                        command, "--file: " + file + " cannot be read: " + FileErrorText.words(unreadable));
            }
        }
        if ("-".equals(payload) || payload == null && !Terminal.standardInput().isTerminal()) {
            return ByteString.readFrom(System.in);
        }
        return payload == null ? ByteString.EMPTY : ByteString.copyFromUtf8(payload);
    }

    private static void print(ByteString response) throws IOException {
        if (response.isEmpty()) {
            System.err.println("filtered: the function answered without a payload");
            return;
        }
        response.writeTo(System.out);
        if (Terminal.standardOutput().isTerminal() && response.byteAt(response.size() - 1) != '\n') {
            System.out.println();
        }
        System.out.flush();
    }
}
