package io.funclet.host.cli.oci.model;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonDeserializer;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import com.google.gson.Strictness;
import java.nio.charset.StandardCharsets;

/** Records of JSON, also those of Docker's configuration. */
public final class OciJson {

    private static final Gson GSON = new GsonBuilder()
            .setStrictness(Strictness.STRICT)
            .disableHtmlEscaping()
            .registerTypeAdapter(Digest.class, (JsonDeserializer<Digest>) (json, type, context) -> {
                try {
                    return Digest.parse(json.getAsString());
                } catch (IllegalArgumentException | IllegalStateException none) {
                    throw new JsonParseException(none.getMessage(), none);
                }
            })
            .registerTypeAdapter(Digest.class, (JsonSerializer<Digest>)
                    (digest, type, context) -> new JsonPrimitive(digest.toString()))
            .create();

    private OciJson() {}

    /**
     * Parses an object. Unknown keys are left out, missing ones are {@code null}.
     *
     * @param what names the text in the error, which never repeats the text: it may be a secret
     * @throws RegistryException if the text is no such object
     */
    public static <T> T read(byte[] text, Class<T> type, String what) throws RegistryException {
        T value;
        try {
            value = GSON.fromJson(new String(text, StandardCharsets.UTF_8), type);
        } catch (JsonParseException wrong) {
            throw new RegistryException(what + " is not the JSON that is expected", wrong);
        }
        if (value == null) {
            throw new RegistryException(what + " is empty");
        }
        return value;
    }

    /** The same value has the same bytes. */
    public static byte[] write(Object value) {
        return GSON.toJson(value).getBytes(StandardCharsets.UTF_8);
    }
}
