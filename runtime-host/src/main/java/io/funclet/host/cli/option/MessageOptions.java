package io.funclet.host.cli.option;

import com.google.protobuf.ByteString;
import io.funclet.host.cli.client.CallRequest;
import io.funclet.host.cli.client.ProtocolGeneration;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The fields of a message besides its payload. */
public final class MessageOptions {

    private static final int MOST_QOS = 2;

    @Option(
            names = "--generation",
            paramLabel = "1..4",
            defaultValue = "3",
            description = "Whose protocol to speak: 1 openedge 0.1.0, 2 openedge 0.1.2, 3 baetyl 1 (the default),"
                    + " 4 baetyl 2.")
    private Long number;

    @Option(names = "--topic", paramLabel = "TOPIC", description = "The MQTT topic of the message.")
    private String topic = "";

    @Option(
            names = "--qos",
            paramLabel = "0..2",
            defaultValue = "0",
            description = "The MQTT quality of service of the message; ${DEFAULT-VALUE} unless told.")
    private Long qos;

    @Option(names = "--id", paramLabel = "N", description = "The id of the message (not in generation 1).")
    private String id;

    @Option(
            names = "--timestamp",
            paramLabel = "SECONDS",
            description = "When the message arrived, since 1970 (not in generation 1).")
    private Long timestamp;

    @Option(names = "--invoke-id", paramLabel = "ID", description = "The id of the call in the logs.")
    private String invokeId = "";

    @Option(
            names = "--metadata",
            paramLabel = "KEY=VALUE",
            description = "An entry of the metadata (generation 4 only); may be repeated.")
    private Map<String, String> metadata = new LinkedHashMap<>();

    /**
     * The protocol to speak. Fails if its messages have no field for an option: a silently dropped option would
     * confuse.
     */
    public ProtocolGeneration generation(picocli.CommandLine command) {
        if (number < 1 || number > ProtocolGeneration.values().length) {
            throw new ParameterException(
                    command, "--generation: " + number + " is not within 1 to " + ProtocolGeneration.values().length);
        }
        ProtocolGeneration protocolGeneration = ProtocolGeneration.of(number.intValue());
        if (protocolGeneration == ProtocolGeneration.OPENEDGE_RUNTIME && (id != null || timestamp != null)) {
            throw new ParameterException(command, "messages of generation 1 have neither --id nor --timestamp");
        }
        if (protocolGeneration != ProtocolGeneration.BAETYL_FAAS && !metadata.isEmpty()) {
            throw new ParameterException(command, "only messages of generation 4 have --metadata");
        }
        return protocolGeneration;
    }

    public CallRequest request(picocli.CommandLine command, String function, ByteString payload) {
        // The protocols allow any number, but MQTT and managers only these.
        if (qos < 0 || qos > MOST_QOS) {
            throw new ParameterException(command, "--qos: " + qos + " is not within 0 to " + MOST_QOS);
        }
        try {
            long messageId = id == null ? 0 : Long.parseUnsignedLong(id);
            long seconds = timestamp == null ? 0 : timestamp;
            return new CallRequest(function, payload, topic, qos.intValue(), messageId, seconds, invokeId, metadata);
        } catch (NumberFormatException e) {
            throw new ParameterException(command, "--id: \"" + id + "\" is not a number from 0 to 2^64-1");
        }
    }
}
