package io.funclet.host.web.call;

import com.google.gson.JsonParser;
import io.funclet.api.Payload;
import io.funclet.host.web.call.JsonScanner.MalformedJsonException;
import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a CloudEvent in structured mode (CloudEvents 1.0.2, JSON event format). The data of the event is a range of the
 * bytes that came, so that no number, blank or order of it changes.
 */
final class StructuredEvent {

    private static final Pattern JSON_TYPE = Pattern.compile("(?i)[^/;]+/(?:[^/;]+\\+)?json\\s*(?:;.*)?");

    private static final Pattern CHARSET = Pattern.compile("(?i);\\s*charset\\s*=\\s*\"?([^\\s\";]+)");

    private static final Pattern WHOLE = Pattern.compile("-?(?:0|[1-9][0-9]*)");

    private final ByteBuf json;
    private final JsonScanner scanner;
    private final Map<String, String> attributes = new LinkedHashMap<>();

    /** Where the data are, as JSON; {@code null} if they are not there, or as bytes. */
    private ByteBuf data;

    private byte[] bytes;

    private final int maxMetadataBytes;
    private int metadataBytes;

    private StructuredEvent(ByteBuf json, int maxMetadataBytes) {
        this.json = json;
        this.maxMetadataBytes = maxMetadataBytes;
        this.scanner = new JsonScanner(json);
    }

    /** @param maxMetadataBytes for all but the data: as texts, they take many times the memory of the content */
    static CloudEvent read(ByteBuffer body, int maxMetadataBytes) throws RejectedRequestException {
        ByteBuf json = Unpooled.wrappedBuffer(body);
        if (!JsonScanner.isUtf8(json)) {
            throw RejectedRequestException.malformed("the CloudEvent is not UTF-8");
        }
        StructuredEvent event = new StructuredEvent(json, maxMetadataBytes);
        try {
            event.readMembers();
        } catch (MalformedJsonException malformed) {
            throw RejectedRequestException.malformed("the CloudEvent is not a JSON object: " + malformed.getMessage());
        }
        return event.event();
    }

    private void readMembers() throws MalformedJsonException, RejectedRequestException {
        Map<String, Boolean> seen = new LinkedHashMap<>();
        scanner.expect('{', "at its beginning");
        if (!scanner.take('}')) {
            do {
                int name = scanner.position();
                int nameEnd = scanner.skipString();
                countMetadata(nameEnd - name);
                String member = string(name, nameEnd);
                scanner.expect(':', "after a name");
                int value = scanner.position();
                int valueEnd = scanner.skipValue();
                if (!member.equals("data") && !member.equals("data_base64")) {
                    countMetadata(valueEnd - value);
                }
                if (seen.put(member, true) != null) {
                    throw RejectedRequestException.malformed("the CloudEvent has the member " + member + " twice");
                }
                readMember(member, json.slice(value, valueEnd - value));
            } while (scanner.take(','));
            scanner.expect('}', "or ',' after a value");
        }
        scanner.finish();
    }

    private void countMetadata(int bytes) throws RejectedRequestException {
        metadataBytes += bytes;
        if (metadataBytes > maxMetadataBytes) {
            throw new RejectedRequestException(
                    HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
                    "RESOURCE_EXHAUSTED",
                    "the attributes of the CloudEvent have more than the " + maxMetadataBytes
                            + " bytes that FUNCLET_MAX_METADATA allows");
        }
    }

    private void readMember(String member, ByteBuf value) throws RejectedRequestException {
        byte first = value.getByte(0);
        if (member.equals("data")) {
            data = value;
        } else if (first == 'n') {
            // The same as an attribute that is not there.
            return;
        } else if (member.equals("data_base64")) {
            bytes = base64(first == '"' ? string(value) : "?");
        } else {
            String what = "the member " + member + " of the CloudEvent";
            CloudEvent.checkedName(member, what);
            String text = first == '"' ? string(value) : value.toString(StandardCharsets.US_ASCII);
            if (first != '"'
                    && first != 't'
                    && first != 'f'
                    && !WHOLE.matcher(text).matches()) {
                throw RejectedRequestException.malformed(
                        what + " is neither a string nor a whole number nor true or false");
            }
            attributes.put(member, HeaderText.checked(what, text));
        }
    }

    private static byte[] base64(String text) throws RejectedRequestException {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException other) {
            throw RejectedRequestException.malformed("the member data_base64 of the CloudEvent is not base64");
        }
    }

    private String string(int from, int to) {
        return string(json.slice(from, to - from));
    }

    private static String string(ByteBuf quoted) {
        return JsonParser.parseString(quoted.toString(StandardCharsets.UTF_8)).getAsString();
    }

    private CloudEvent event() throws RejectedRequestException {
        if (data != null && bytes != null) {
            throw RejectedRequestException.malformed("the CloudEvent has both data and data_base64");
        }
        String contentType = attributes.remove("datacontenttype");
        Payload payload = Payload.empty();
        if (bytes != null) {
            payload = Payload.of(bytes);
        } else if (data != null
                && (contentType == null || JSON_TYPE.matcher(contentType).matches())) {
            contentType = contentType == null ? "application/json" : contentType;
            payload = Payload.of(data.nioBuffer());
        } else if (data != null) {
            payload = text(contentType);
        }
        return new CloudEvent(attributes, contentType, payload).checked();
    }

    /** The data of another type than JSON: the content of the string, encoded as the type says. */
    private Payload text(String contentType) throws RejectedRequestException {
        if (data.getByte(0) != '"') {
            throw RejectedRequestException.malformed(
                    "the member data of the CloudEvent is not a string, although its datacontenttype is "
                            + contentType);
        }
        Matcher charset = CHARSET.matcher(contentType);
        try {
            Charset encoding = charset.find() ? Charset.forName(charset.group(1)) : StandardCharsets.UTF_8;
            return Payload.of(encoding.newEncoder().encode(CharBuffer.wrap(string(data))));
        } catch (CharacterCodingException | IllegalArgumentException | UnsupportedOperationException impossible) {
            throw RejectedRequestException.malformed("the member data of the CloudEvent cannot be encoded as its"
                    + " datacontenttype says, which is " + contentType);
        }
    }
}
