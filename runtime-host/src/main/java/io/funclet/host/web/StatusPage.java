package io.funclet.host.web;

import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The status page: one file with its style and script, and no other may run. */
final class StatusPage {

    /** Made on first use. */
    private WebResponse webResponse;

    WebResponse webResponse() throws IOException {
        if (webResponse == null) {
            try (InputStream in = StatusPage.class.getResourceAsStream("status.html")) {
                byte[] html = in.readAllBytes();
                String policy = policy(new String(html, StandardCharsets.UTF_8));
                webResponse = new WebResponse(HttpResponseStatus.OK, "text/html; charset=utf-8", policy, html);
            }
        }
        return webResponse;
    }

    private static String policy(String html) {
        return "default-src 'none'; style-src " + hash(html, "style") + "; script-src " + hash(html, "script")
                + "; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
                + "; require-trusted-types-for 'script'; trusted-types 'none'";
    }

    private static String hash(String html, String element) {
        String begin = "<" + element + ">";
        int from = html.indexOf(begin) + begin.length();
        String content = html.substring(from, html.indexOf("</" + element + ">", from));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException none) {
            throw new IllegalStateException("every Java has SHA-256", none);
        }
    }
}
