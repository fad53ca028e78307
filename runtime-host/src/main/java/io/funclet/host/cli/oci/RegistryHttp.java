package io.funclet.host.cli.oci;

import io.funclet.host.cli.oci.model.RegistryException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * Requests to a registry: with authorization, redirects, and a limit of silence. The limits of the JDK's client end with the
 * headers. Redirects are followed here, so that a login goes to its own host alone. Of one thread.
 */
final class RegistryHttp {

    private static final Duration CONNECT = Duration.ofSeconds(15);
    private static final long SILENCE_SECONDS = 60;
    private static final int MOST_REDIRECTS = 5;

    private final HttpClient client;
    private final AtomicLong moved = new AtomicLong();

    /** @param client of {@link #client} */
    RegistryHttp(HttpClient client) {
        this.client = client;
    }

    /**
     * A client for many requests. It has threads until it is collected as garbage: Java 17 cannot close it.
     *
     * @param tls {@code null} for what Java trusts
     */
    static HttpClient client(SSLContext tls) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                // By HTTP/2 it would ask servers without TLS to change the protocol, which some proxies reject.
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER);
        return (tls == null ? builder : builder.sslContext(tls)).build();
    }

    /** A request, which may be sent more than once. */
    record Request(String method, URI address, Map<String, String> headers, BodyPublisher body) {

        static Request of(String method, URI address, Map<String, String> headers) {
            return new Request(method, address, headers, HttpRequest.BodyPublishers.noBody());
        }
    }

    /** Counts bytes that are sent, too, for the limit of silence. */
    void progress(long bytes) {
        moved.addAndGet(bytes);
    }

    /** A response of at most so many bytes. */
    HttpResponse<byte[]> send(Request request, Optional<String> authorization, int mostBytes) throws IOException {
        return exchange(request, authorization, info -> {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            Consumer<byte[]> append = bytes -> {
                if (content.size() + bytes.length > mostBytes) {
                    throw new UncheckedIOException(
                            new RegistryException("the response has more than " + mostBytes + " bytes"));
                }
                content.writeBytes(bytes);
            };
            return BodySubscribers.mapping(consumer(append), done -> content.toByteArray());
        });
    }

    /** A response whose body, if the status is good, goes to what is made by the status. Bodies of errors are left out. */
    HttpResponse<Void> stream(Request request, Optional<String> authorization, IntFunction<Consumer<byte[]>> target)
            throws IOException {
        return exchange(
                request,
                authorization,
                info -> info.statusCode() / 100 == 2 ? consumer(target.apply(info.statusCode())) : new Unread());
    }

    /** Leaves the body unread: docker-registry 2.8 sends less of it than it announces if a range is not there. */
    private static final class Unread implements BodySubscriber<Void> {

        @Override
        public CompletionStage<Void> getBody() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onSubscribe(Flow.Subscription body) {
            body.cancel();
        }

        @Override
        public void onNext(List<ByteBuffer> item) {
            // Nothing was asked for.
        }

        @Override
        public void onError(Throwable failure) {
            // The status has come.
        }

        @Override
        public void onComplete() {
            // The same.
        }
    }

    private BodySubscriber<Void> consumer(Consumer<byte[]> target) {
        return BodySubscribers.ofByteArrayConsumer(chunk -> chunk.ifPresent(bytes -> {
            moved.addAndGet(bytes.length);
            target.accept(bytes);
        }));
    }

    private <T> HttpResponse<T> exchange(Request request, Optional<String> authorization, BodyHandler<T> handler)
            throws IOException {
        URI address = request.address();
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            HttpRequest.Builder builder = HttpRequest.newBuilder(address).method(request.method(), request.body());
            request.headers().forEach(builder::setHeader);
            if (isSameHost(address, request.address())) {
                authorization.ifPresent(value -> builder.setHeader("Authorization", value));
            }
            HttpResponse<T> response = await(client.sendAsync(builder.build(), handler), address);
            Optional<String> location = response.headers().firstValue("Location");
            boolean read = request.method().equals("GET") || request.method().equals("HEAD");
            if (response.statusCode() / 100 != 3 || location.isEmpty() || !read) {
                return response;
            }
            address = resolve(address, location.get());
        }
        throw new RegistryException(request.address() + " leads from one address to the next");
    }

    /** Never from TLS to plain text. */
    static URI resolve(URI from, String location) throws RegistryException {
        URI to;
        try {
            to = from.resolve(location);
        } catch (IllegalArgumentException none) {
            throw new RegistryException(from.getHost() + " names an address that is none: " + location, none);
        }
        boolean http = "http".equals(to.getScheme()) && "http".equals(from.getScheme());
        if (to.getHost() == null || !http && !"https".equals(to.getScheme())) {
            throw new RegistryException(from.getHost() + " leads to " + to + ", which is not safe");
        }
        return to;
    }

    static boolean isSameHost(URI one, URI other) {
        return one.getScheme().equals(other.getScheme())
                && one.getHost().equalsIgnoreCase(other.getHost())
                && one.getPort() == other.getPort();
    }

    private <T> T await(CompletableFuture<T> response, URI address) throws IOException {
        String host = address.getAuthority();
        while (true) {
            long before = moved.get();
            try {
                return response.get(SILENCE_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException silence) {
                if (moved.get() == before) {
                    response.cancel(true);
                    throw new IOException(host + " has sent nothing for " + SILENCE_SECONDS + " s", silence);
                }
            } catch (InterruptedException stopped) {
                response.cancel(true);
                Thread.currentThread().interrupt();
                throw new RegistryException("interrupted", stopped);
            } catch (ExecutionException failed) {
                throw failure(failed.getCause(), host);
            }
        }
    }

    private static IOException failure(Throwable cause, String host) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof RegistryException ours) {
                return ours;
            }
            if (each instanceof UncheckedIOException local) {
                return local.getCause() instanceof RegistryException ours
                        ? ours
                        : new RegistryException(
                                "what " + host + " sends cannot be written: " + local.getCause(), local);
            }
            if (each instanceof UnresolvedAddressException) {
                return new IOException("there is no address of " + host, cause);
            }
            if (each instanceof SSLException) {
                String reason = String.valueOf(each.getMessage());
                return new RegistryException(
                        reason.contains("PKIX path")
                                ? "the certificate of " + host + " is of no authority that is trusted: name it by --ca"
                                : "no TLS with " + host + ": " + reason,
                        cause);
            }
        }
        String reason = cause instanceof ConnectException ? "it does not accept connections" : cause.getMessage();
        return new IOException("no response of " + host + ": " + (reason == null ? cause.toString() : reason), cause);
    }
}
