package io.funclet.host.cli.oci;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Who asks a registry. Not printable, so that no message has the secret.
 *
 * @param user {@link #TOKEN} if the secret is a token that an authorization server exchanges
 */
record Login(String user, String secret) {

    /** As credential helpers name it. */
    static final String TOKEN = "<token>";

    boolean isToken() {
        return user.equals(TOKEN);
    }

    /** The header of basic authentication. */
    String basic() {
        byte[] pair = (user + ":" + secret).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    @Override
    public String toString() {
        return user;
    }
}
