package io.funclet.host.cli;

import io.funclet.host.config.ListenAddress;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.netty.handler.ssl.NotSslRecordException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * Why a call has brought no answer, for the person who made it: what the server says goes as it is; of what the client found
 * out, which option mends it.
 *
 * @param address whom was called
 * @param timeout how long an answer was waited for
 * @param tls how; {@code null} without TLS
 */
record CallFault(ListenAddress address, Duration timeout, TlsOptions tls) {

    private static final Pattern ALERT = Pattern.compile("Received fatal alert: (\\w+)");

    /** Of gRPC's client, where the server has closed the connection and said nothing. */
    private static final String CLOSED = "Network closed";

    /** Of gRPC's client, where the server's answer is one of HTTP alone; the one of HTTP/1 is not even a frame. */
    private static final Pattern NOT_GRPC =
            Pattern.compile("HTTP status code \\d+.*|.*First received frame was not SETTINGS.*", Pattern.DOTALL);

    /** Of gRPC's client; what the server says of a deadline reads otherwise. */
    private static final Pattern OVER =
            Pattern.compile("(?is).*deadline.* exceeded after [\\d.]+s.*|ClientCall started after .*deadline.*");

    /** As {@code STATUS: text}, on one line. */
    String describe(StatusRuntimeException failure) {
        Status.Code code = failure.getStatus().getCode();
        return reason(failure)
                .map(reason -> PrintableText.inOneLine(code + ": " + reason))
                .orElseGet(() -> Connection.describe(failure));
    }

    private Optional<String> reason(StatusRuntimeException failure) {
        Throwable cause = failure.getStatus().getCause();
        String description =
                Optional.ofNullable(failure.getStatus().getDescription()).orElse("");
        if (failure.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED) {
            return Optional.of(description).filter(OVER.asMatchPredicate()).map(this::overdue);
        }
        if (NOT_GRPC.matcher(description).matches()
                || cause != null && NOT_GRPC.matcher(cause.toString()).matches()) {
            return Optional.of(
                    address + " speaks HTTP, but not gRPC; is it the port of the runtime that --address names?");
        }
        if (description.startsWith(CLOSED)) {
            return Optional.of(closed());
        }
        return unreached(cause).or(() -> unsecured(cause));
    }

    private String overdue(String description) {
        String time = timeout.toMillis() % 1000 == 0 ? timeout.toSeconds() + " s" : timeout.toMillis() + " ms";
        return description.contains("remote_addr")
                ? "no answer within " + time + "; --timeout sets another time"
                : "no connection to " + address + " within " + time + "; is --address right, and does a firewall let it"
                        + " through?";
    }

    private String closed() {
        return tls == null
                ? address + " has closed the connection without a word; if it speaks TLS, --tls is missing"
                : address + " has closed the connection without a word, during or after the TLS handshake";
    }

    /** Nobody was there. */
    private Optional<String> unreached(Throwable cause) {
        if (find(UnknownHostException.class, cause).isPresent()) {
            return Optional.of("there is no host " + address.host() + " (--address) that the name service would know");
        }
        return find(SocketException.class, cause).map(e -> {
            String why = Optional.ofNullable(e.getMessage()).orElse("");
            if (why.contains("refused")) {
                return "nobody listens at " + address + " (connection refused); start a runtime, or name the address of"
                        + " another by --address";
            }
            return why.contains("reset") ? closed() : address + " cannot be reached (" + why + ")";
        });
    }

    /** Somebody was there, but the two could not agree on TLS. */
    private Optional<String> unsecured(Throwable cause) {
        if (find(NotSslRecordException.class, cause).isPresent()) {
            return Optional.of(address + " does not speak TLS; leave --tls out");
        }
        Optional<String> expired =
                find(CertificateExpiredException.class, cause).map(Throwable::getMessage);
        if (expired.isPresent()) {
            return Optional.of("the certificate of " + address + " has expired (" + expired.get() + ")");
        }
        Optional<String> early =
                find(CertificateNotYetValidException.class, cause).map(Throwable::getMessage);
        if (early.isPresent()) {
            return Optional.of("the certificate of " + address + " is not valid yet (" + early.get() + ")");
        }
        if (find(CertPathBuilderException.class, cause).isPresent()) {
            return Optional.of("the certificate of " + address + " was issued by none "
                    + (tls.authority() == null
                            ? "of those whom Java trusts; name its issuer by --ca"
                            : "of those in " + tls.authority() + " (--ca)"));
        }
        return find(CertificateException.class, cause)
                .map(this::unsuitable)
                .or(() -> find(SSLException.class, cause).map(this::alert));
    }

    private String unsuitable(CertificateException e) {
        String why = String.valueOf(e.getMessage());
        // What Java looks for in vain: one of several names, one of several addresses, the only name.
        return why.startsWith("No subject alternative") || why.startsWith("No name")
                ? "the certificate of " + address
                        + " is not for that host; name it by --address as the certificate does"
                : "the certificate of " + address + " cannot be used: " + why;
    }

    /** What the server says of the caller's certificate, in the words of TLS. */
    private String alert(SSLException e) {
        Matcher alert = ALERT.matcher(String.valueOf(e.getMessage()));
        if (!alert.find()) {
            return "TLS with " + address + " has failed: " + e.getMessage();
        }
        String word = alert.group(1);
        boolean ofCertificate = word.matches(".*certificate.*|unknown_ca|access_denied|handshake_failure");
        if (!ofCertificate) {
            return address + " has ended the TLS handshake (" + word + ")";
        }
        if (tls.certificate() == null) {
            return address + " asks its callers for a certificate; name one by --cert and --key";
        }
        // One whose issuer the server has not named as trusted is not even sent.
        return address + " does not accept the certificate " + tls.certificate() + " of --cert (" + word + ")"
                + (word.endsWith("expired") ? "" : "; does it trust the issuer?");
    }

    private static <E extends Throwable> Optional<E> find(Class<E> type, Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return Optional.of(type.cast(each));
            }
        }
        return Optional.empty();
    }
}
