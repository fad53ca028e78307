package io.funclet.host.cli.oci;

import io.funclet.host.cli.oci.RegistryHttp.Request;
import io.funclet.host.cli.oci.model.ArtifactReference;
import io.funclet.host.cli.oci.model.Manifest;
import io.funclet.host.cli.oci.model.RegistryException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** Requests to one repository, which log in when they are asked to. Of one thread. */
final class RegistryConnection {

    /** What a token is for depends on the request: a second one is for more. */
    private static final int MOST_CHALLENGES = 2;

    private final ArtifactReference reference;
    private final RegistryHttp http;
    private final RegistryAuthorization authorization;
    private final URI repository;

    RegistryConnection(ArtifactReference reference, boolean plain, HttpClient client, DockerCredentials credentials) {
        this.reference = reference;
        http = new RegistryHttp(client);
        authorization = new RegistryAuthorization(http, reference, credentials);
        String host = reference.place().equals("docker.io") ? "registry-1.docker.io" : reference.place();
        repository = URI.create((plain ? "http://" : "https://") + host + "/v2/" + reference.repository() + "/");
    }

    /** An address in the repository, or what a response of it names. */
    URI at(String path) throws RegistryException {
        return RegistryHttp.resolve(repository, path);
    }

    /**
     * Sends a request, and reads the response.
     *
     * @param what failed, if the status says that another attempt may succeed: then there is an exception
     */
    HttpResponse<byte[]> send(Request request, String what) throws IOException {
        HttpResponse<byte[]> response =
                authorized(() -> http.send(request, authorizationFor(request), Manifest.MOST_BYTES));
        if (RegistryErrors.isPassing(response.statusCode())) {
            throw RegistryErrors.of(response.statusCode(), response.body(), what);
        }
        return response;
    }

    /** As {@link RegistryHttp#stream}. */
    HttpResponse<Void> stream(Request request, IntFunction<Consumer<byte[]>> target) throws IOException {
        return authorized(() -> http.stream(request, authorizationFor(request), target));
    }

    /** Bytes that were sent: the connection is not silent. */
    void progress(long bytes) {
        http.progress(bytes);
    }

    /** An upload may go to another host, which the login is not for. */
    private Optional<String> authorizationFor(Request request) {
        return authorization.header().filter(header -> RegistryHttp.isSameHost(request.address(), repository));
    }

    private <R extends HttpResponse<?>> R authorized(Retry.Attempt<R> request) throws IOException {
        R response = request.run();
        for (int challenges = 0; response.statusCode() == 401 && challenges < MOST_CHALLENGES; challenges++) {
            authorization.meet(response, repository);
            response = request.run();
        }
        if (response.statusCode() == 401 || response.statusCode() == 403) {
            throw authorization.rejected();
        }
        return response;
    }

    @Override
    public String toString() {
        return reference.place();
    }
}
