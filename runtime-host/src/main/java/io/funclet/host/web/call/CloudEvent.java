package io.funclet.host.web.call;

import io.funclet.api.Payload;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpHeaders;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A CloudEvent 1.0 (https://github.com/cloudevents/spec).
 *
 * @param attributes those that are set, without {@code datacontenttype}
 * @param contentType of the data; {@code null} if it is not set
 */
record CloudEvent(Map<String, String> attributes, String contentType, Payload data) {

    static final String PREFIX = "ce-";

    static final String[] REQUIRED = {"specversion", "id", "source", "type"};

    private static final Pattern NAME = Pattern.compile("[a-z0-9]+");

    /** The event of a request in binary mode. */
    static CloudEvent ofHeaders(HttpHeaders headers, String contentType, Payload data) throws RejectedRequestException {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (Map.Entry<String, String> header : headers) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (name.startsWith(PREFIX)) {
                String attribute = checkedName(name.substring(PREFIX.length()), "the header " + name);
                if (attribute.equals("datacontenttype")) {
                    throw RejectedRequestException.malformed(
                            "the header ce-datacontenttype must not be there: the type of the data is in Content-Type");
                }
                if (attributes.put(attribute, HeaderText.decode("the header " + name, header.getValue())) != null) {
                    throw RejectedRequestException.malformed("the header " + name + " is there twice");
                }
            }
        }
        return new CloudEvent(attributes, contentType, data).checked();
    }

    /** Whether headers are those of an event in binary mode. */
    static boolean isIn(HttpHeaders headers) {
        for (String required : REQUIRED) {
            if (headers.contains(PREFIX + required)) {
                return true;
            }
        }
        return false;
    }

    static String checkedName(String attribute, String what) throws RejectedRequestException {
        if (!NAME.matcher(attribute).matches() || attribute.equals("data")) {
            throw RejectedRequestException.malformed(
                    what + " is no attribute of a CloudEvent: names have only a to z in lower case and 0 to 9");
        }
        return attribute;
    }

    CloudEvent checked() throws RejectedRequestException {
        for (String required : REQUIRED) {
            if (attributes.getOrDefault(required, "").isEmpty()) {
                throw RejectedRequestException.malformed(
                        "the CloudEvent lacks the required attribute " + required + ", or it is empty");
            }
        }
        if (!attributes.get("specversion").equals("1.0")) {
            throw RejectedRequestException.malformed(
                    "the CloudEvent has specversion " + attributes.get("specversion") + "; only 1.0 is known here");
        }
        return this;
    }
}
