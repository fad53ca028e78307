package io.funclet.host.cli.oci;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a registry asks for (RFC 9110, section 11.6.1).
 *
 * @param scheme in small letters
 * @param parameters by their names in small letters
 */
record AuthChallenge(String scheme, Map<String, String> parameters) {

    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    /** A parameter, or a scheme before its first parameter. */
    private static final Pattern PART = Pattern.compile("\\G[\\s,]*(?:(?<name>" + TOKEN
            + ")\\s*=\\s*(?:\"(?<quoted>(?:[^\"\\\\]|\\\\.)*)\"|(?<plain>" + TOKEN + "))|(?<scheme>" + TOKEN + "))");

    /** The first that can be met: Bearer before Basic. */
    static Optional<AuthChallenge> of(List<String> headers) {
        AuthChallenge best = null;
        for (String header : headers) {
            AuthChallenge current = null;
            Matcher part = PART.matcher(header);
            while (part.find()) {
                if (part.group("scheme") != null) {
                    current = new AuthChallenge(part.group("scheme").toLowerCase(Locale.ROOT), new HashMap<>());
                    if (current.scheme.equals("bearer")) {
                        best = current;
                    } else if (best == null && current.scheme.equals("basic")) {
                        best = current;
                    }
                } else if (current != null) {
                    String quoted = part.group("quoted");
                    String value = quoted == null ? part.group("plain") : quoted.replaceAll("\\\\(.)", "$1");
                    current.parameters.putIfAbsent(part.group("name").toLowerCase(Locale.ROOT), value);
                }
            }
        }
        return Optional.ofNullable(best);
    }
}
