package io.funclet.host.grpc.wire;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.Type;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * Bytes that are a message of a generation, but no orderly one: fields in any order, repeated, unknown, of a wire type
 * other than declared, and with numbers longer than they need to be.
 */
final class RandomMessage {

    /** Pieces of tags and lengths that are too wide, too large, negative or of no type, and of numbers without an end. */
    private static final List<String> ODDITIES = List.of(
            "ffffffff0f",
            "ffffffff7f",
            "ffffffffffffffffff01",
            "ffffffffffffffffff7f",
            "ffffffffffffffffffff01",
            "8080808010",
            "80808080808080808000",
            "f8ffffff0f",
            "faffffff0f",
            "fbffffff0f",
            "fcffffff0f",
            "8000",
            "a280808080808040",
            "a2808080808080808002",
            "128180808010",
            "0b0c",
            "0b140c",
            "0e",
            "0f",
            "00",
            "7a8180808000",
            "0a00",
            "1200");

    private static final List<String> TEXTS = List.of("", "f", "sayhi", "ünïcödé \ud83d\ude00", "x".repeat(300));

    private final Random random;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    RandomMessage(Random random) {
        this.random = random;
    }

    byte[] of(WireGeneration generation) {
        List<FieldDescriptor> known =
                Generations.messageOf(generation).getDescriptorForType().getFields();
        for (int left = random.nextInt(12); left > 0; left--) {
            if (random.nextInt(4) == 0) {
                unknown(100 + random.nextInt(9), 2);
            } else if (random.nextInt(20) == 0) {
                // Never the type that is declared for any of them: fixed32.
                tag(known.get(random.nextInt(known.size())).getNumber(), WireFormat.WIRETYPE_FIXED32);
                out.writeBytes(new byte[4]);
            } else {
                field(known.get(random.nextInt(known.size())));
            }
        }
        return out.toByteArray();
    }

    /** Bytes that begin like a message, or are none at all, with oddities in between. */
    byte[] broken(WireGeneration generation) {
        for (int left = random.nextInt(6); left > 0; left--) {
            switch (random.nextInt(4)) {
                case 0 -> out.write(random.nextInt());
                case 1 -> {
                    byte[] whole = new RandomMessage(random).of(generation);
                    out.write(whole, 0, random.nextBoolean() ? whole.length : random.nextInt(whole.length + 1));
                }
                default -> out.writeBytes(HexFormat.of().parseHex(ODDITIES.get(random.nextInt(ODDITIES.size()))));
            }
        }
        return out.toByteArray();
    }

    private void field(FieldDescriptor field) {
        if (field.getType() == Type.MESSAGE) {
            RandomMessage entry = new RandomMessage(random);
            if (random.nextInt(8) != 0) {
                entry.tag(1, WireFormat.WIRETYPE_LENGTH_DELIMITED);
                entry.delimited(metadataKey().getBytes(StandardCharsets.UTF_8));
            }
            if (random.nextInt(8) != 0) {
                entry.tag(2, WireFormat.WIRETYPE_LENGTH_DELIMITED);
                entry.delimited(text());
            }
            tag(field.getNumber(), WireFormat.WIRETYPE_LENGTH_DELIMITED);
            delimited(entry.out.toByteArray());
        } else if (field.getType() == Type.STRING) {
            tag(field.getNumber(), WireFormat.WIRETYPE_LENGTH_DELIMITED);
            delimited(text());
        } else if (field.getType() == Type.BYTES) {
            tag(field.getNumber(), WireFormat.WIRETYPE_LENGTH_DELIMITED);
            byte[] payload = new byte[random.nextBoolean() ? 0 : random.nextInt(400)];
            random.nextBytes(payload);
            delimited(payload);
        } else {
            tag(field.getNumber(), WireFormat.WIRETYPE_VARINT);
            varint(random.nextBoolean() ? random.nextInt(3) : random.nextLong());
        }
    }

    private void unknown(int number, int depth) {
        switch (random.nextInt(depth == 0 ? 4 : 5)) {
            case 0 -> {
                tag(number, WireFormat.WIRETYPE_VARINT);
                varint(random.nextLong());
            }
            case 1 -> {
                tag(number, WireFormat.WIRETYPE_FIXED64);
                out.writeBytes(new byte[8]);
            }
            case 2 -> {
                tag(number, WireFormat.WIRETYPE_FIXED32);
                out.writeBytes(new byte[4]);
            }
            case 3 -> {
                tag(number, WireFormat.WIRETYPE_LENGTH_DELIMITED);
                byte[] bytes = new byte[random.nextInt(20)];
                random.nextBytes(bytes);
                delimited(bytes);
            }
            default -> {
                tag(number, WireFormat.WIRETYPE_START_GROUP);
                unknown(3, depth - 1);
                tag(number, WireFormat.WIRETYPE_END_GROUP);
            }
        }
    }

    private String metadataKey() {
        List<String> keys = List.of("functionName", "invokeId", "invokeid", "messageQOS", "messageTopic", "other");
        return keys.get(random.nextInt(keys.size()));
    }

    private byte[] text() {
        return TEXTS.get(random.nextInt(TEXTS.size())).getBytes(StandardCharsets.UTF_8);
    }

    private void tag(int number, int type) {
        varint(number << 3 | type);
    }

    private void delimited(byte[] bytes) {
        varint(bytes.length);
        out.writeBytes(bytes);
    }

    /** At times with a continuation that adds nothing, which parsers have to accept. */
    private void varint(long value) {
        byte[] canonical = new byte[CodedOutputStream.computeUInt64SizeNoTag(value)];
        try {
            CodedOutputStream.newInstance(canonical).writeUInt64NoTag(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (canonical.length < 5 && random.nextInt(6) == 0) {
            canonical[canonical.length - 1] |= (byte) 0x80;
            out.writeBytes(canonical);
            out.write(0);
        } else {
            out.writeBytes(canonical);
        }
    }
}
