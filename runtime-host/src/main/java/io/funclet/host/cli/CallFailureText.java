package io.funclet.host.cli;

import io.funclet.host.cli.client.Connection;
import io.funclet.host.cli.option.TlsOptions;
import io.funclet.host.cli.terminal.TerminalText;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * Explains to a user why a call has failed: repeats what the server says, and names the option for what the client has
 * found.
 *
 * @param tls {@code null} without TLS
 */
record CallFailureText(ListenAddress address, Duration timeout, TlsOptions tls) {

    private static final Pattern ALERT = Pattern.compile("Received fatal alert: (\\w+)");

    /**
     * The messages of gRPC's client if the server speaks HTTP without gRPC; a response of HTTP/1 is not even a frame.
     */
    private static final Pattern NOT_GRPC =
            Pattern.compile("^HTTP status code \\d|First received frame was not SETTINGS");

    /** The messages of gRPC's client; the server's texts about a deadline differ. */
    private static final Pattern OVER =
            Pattern.compile("(?is).*deadline.* exceeded after [\\d.]+s.*|ClientCall started after .*deadline.*");

    String describe(StatusRuntimeException failure) {
        String reason = reason(failure.getStatus());
        return reason == null
                ? Connection.describe(failure)
                : TerminalText.inOneLine(failure.getStatus().getCode() + ": " + reason);
    }

    private String reason(Status status) {
        String said = String.valueOf(status.getDescription());
        if (status.getCode() == Status.Code.DEADLINE_EXCEEDED) {
            return OVER.matcher(said).matches() ? overdue(said) : null;
        }
        if (NOT_GRPC.matcher(said + "\n" + status.getCause()).find()) {
            return address + " speaks HTTP, but not gRPC; is it the port of the runtime that --address names?";
        }
        // The message of gRPC's client if the server has closed the connection silently.
        String reason = said.startsWith("Network closed") ? closed() : null;
        // The innermost cause is the reason; the others wrap it.
        for (Throwable cause = status.getCause(); cause != null; cause = cause.getCause()) {
            String known = reason(cause, String.valueOf(cause.getMessage()));
            reason = known == null ? reason : known;
        }
        return reason;
    }

    private String overdue(String said) {
        String time = timeout.toMillis() % 1000 == 0 ? timeout.toSeconds() + " s" : timeout.toMillis() + " ms";
        return said.contains("remote_addr")
                ? "no response within " + time + "; --timeout sets another time"
                : "no connection to " + address + " within " + time + "; is --address right, and does a firewall let it"
                        + " through?";
    }

    private String closed() {
        return tls == null
                ? address + " has closed the connection without a word; if it speaks TLS, --tls is missing"
                : address + " has closed the connection without a word, during or after the TLS handshake";
    }

    private String reason(Throwable cause, String why) {
        String certificate = "the certificate of " + address;
        if (cause instanceof UnknownHostException) {
            return "there is no host " + address.host() + " (--address) that the name service would know";
        }
        if (cause instanceof SocketException) {
            return why.contains("refused")
                    ? "nothing listens at " + address + " (connection refused); start a runtime, or name the address of"
                            + " another by --address"
                    : why.contains("reset") ? closed() : address + " cannot be reached (" + why + ")";
        }
        if (cause instanceof NotSslRecordException) {
            return address + " does not speak TLS; leave --tls out";
        }
        if (cause instanceof CertificateExpiredException) {
            return certificate + " has expired (" + why + ")";
        }
        if (cause instanceof CertificateNotYetValidException) {
            return certificate + " is not valid yet (" + why + ")";
        }
        if (cause instanceof CertPathBuilderException) {
            return certificate + " was issued by none "
                    + (tls.authority() == null
                            ? "of those that Java trusts; name its issuer by --ca"
                            : "of those in " + tls.authority() + " (--ca)");
        }
        if (cause instanceof CertificateException) {
            // The messages of Java for one of several names, one of several addresses, and the only name.
            return why.startsWith("No subject alternative") || why.startsWith("No name")
                    ? certificate + " is not for that host; name it by --address as the certificate does"
                    : certificate + " cannot be used: " + why;
        }
        return cause instanceof SSLException ? alert(why) : null;
    }

    /** The server's TLS alert, mostly about the caller's certificate. */
    private String alert(String why) {
        Matcher alert = ALERT.matcher(why);
        if (!alert.find()) {
            return "TLS with " + address + " has failed: " + why;
        }
        String word = alert.group(1);
        boolean ofCertificate = word.matches(".*certificate.*|unknown_ca|access_denied|handshake_failure");
        if (!ofCertificate) {
            return address + " has ended the TLS handshake (" + word + ")";
        }
        if (tls.certificate() == null) {
            return address + " asks its callers for a certificate; name one by --cert and --key";
        }
        // The client does not even send a certificate whose issuer the server does not trust.
        return address + " does not accept the certificate " + tls.certificate() + " of --cert (" + word + ")"
                + (word.endsWith("expired") ? "" : "; does it trust the issuer?");
    }
}
