package io.funclet.host.cli.oci;

import io.funclet.host.cli.oci.RegistryHttp.Request;
import io.funclet.host.cli.oci.model.ArtifactReference;
import io.funclet.host.cli.oci.model.OciJson;
import io.funclet.host.cli.oci.model.RegistryException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The authorization for one repository: none, basic, or a token of the server that the registry names. Of one thread. */
final class RegistryAuthorization {

    private static final int MOST_BYTES = 1 << 20;

    private record Token(String token, String access_token) {}

    private final RegistryHttp http;
    private final ArtifactReference reference;
    private final DockerCredentials credentials;
    private Optional<String> header = Optional.empty();

    RegistryAuthorization(RegistryHttp http, ArtifactReference reference, DockerCredentials credentials) {
        this.http = http;
        this.reference = reference;
        this.credentials = credentials;
    }

    /** The header to send; empty before the registry has asked for one. */
    Optional<String> header() {
        return header;
    }

    /**
     * Meets what a response of status 401 asks for.
     *
     * @throws RegistryException if it cannot be met, with what to do
     */
    void meet(HttpResponse<?> response, URI registry) throws IOException {
        Optional<AuthChallenge> challenge = AuthChallenge.of(response.headers().allValues("WWW-Authenticate"));
        if (challenge.isEmpty()) {
            throw new RegistryException(reference.place() + " asks for a login of a kind that is not known");
        }
        Optional<Login> login = credentials.find(reference.place(), reference.repository());
        if (challenge.get().scheme().equals("bearer")) {
            header = Optional.of("Bearer " + token(challenge.get().parameters(), login, registry));
        } else {
            Optional<String> basic = login.filter(known -> !known.isToken()).map(Login::basic);
            if (basic.isEmpty() || basic.equals(header)) {
                throw rejected(login);
            }
            header = basic;
        }
    }

    /** For a status 401 or 403 in spite of all. */
    RegistryException rejected() throws IOException {
        return rejected(credentials.find(reference.place(), reference.repository()));
    }

    private RegistryException rejected(Optional<Login> login) {
        return new RegistryException(login.map(known ->
                                reference.place() + " rejects the login of " + known + " for " + reference.repository())
                        .orElse(reference.place() + " asks for a login for " + reference.repository())
                + ": use docker login, podman login or skopeo login");
    }

    private String token(Map<String, String> asked, Optional<Login> login, URI registry) throws IOException {
        if (asked.get("realm") == null) {
            throw new RegistryException(reference.place() + " asks for a token, and does not say where it is from");
        }
        URI realm = RegistryHttp.resolve(registry, asked.get("realm"));
        Map<String, String> fields = new LinkedHashMap<>();
        if (asked.get("service") != null) {
            fields.put("service", asked.get("service"));
        }
        fields.put("scope", asked.getOrDefault("scope", "repository:" + reference.repository() + ":pull"));
        HttpResponse<byte[]> response;
        if (login.isPresent() && login.get().isToken()) {
            fields.put("grant_type", "refresh_token");
            fields.put("client_id", "funclet");
            fields.put("refresh_token", login.get().secret());
            Request request = new Request(
                    "POST",
                    realm,
                    Map.of("Content-Type", "application/x-www-form-urlencoded"),
                    BodyPublishers.ofString(form(fields)));
            response = http.send(request, Optional.empty(), MOST_BYTES);
        } else {
            char separator = realm.getRawQuery() == null ? '?' : '&';
            Request request = Request.of("GET", URI.create(realm.toString() + separator + form(fields)), Map.of());
            response = http.send(request, login.map(Login::basic), MOST_BYTES);
        }
        if (response.statusCode() == 401 || response.statusCode() == 403) {
            throw rejected(login);
        }
        if (response.statusCode() != 200) {
            throw RegistryErrors.of(response.statusCode(), response.body(), realm.getAuthority() + " gives no token");
        }
        Token token = OciJson.read(response.body(), Token.class, "the response of " + realm.getAuthority());
        String value = token.token() == null ? token.access_token() : token.token();
        if (value == null || !value.matches("[!-~]+")) {
            throw new RegistryException("the response of " + realm.getAuthority() + " has no token");
        }
        return value;
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
