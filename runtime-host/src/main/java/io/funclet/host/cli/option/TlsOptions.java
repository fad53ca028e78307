package io.funclet.host.cli.option;

import io.funclet.host.cli.client.PemFile;
import io.grpc.ChannelCredentials;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettySslContextChannelCredentials;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import java.io.File;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options for TLS; the group is absent without {@code --tls}. */
public final class TlsOptions {

    @Option(
            names = "--tls",
            required = true,
            description = "Speak TLS, as a runtime does that has a key and a certificate.")
    @SuppressWarnings("unused") // its presence counts
    private boolean enabled;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "PEM: who issued the runtime's certificate; else those that Java trusts.")
    private File authority;

    @Option(
            names = "--cert",
            paramLabel = "FILE",
            description = "PEM: the certificate to present, if the runtime asks for one; with --key.")
    private File certificate;

    @Option(names = "--key", paramLabel = "FILE", description = "PEM: its private key, PKCS#8, not encrypted.")
    private File key;

    /** {@code null} if it is not given. */
    public File authority() {
        return authority;
    }

    /** {@code null} if it is not given. */
    public File certificate() {
        return certificate;
    }

    /** Fails if a certificate or a key is missing, or a file cannot be used. */
    public ChannelCredentials credentials(picocli.CommandLine command) {
        if ((certificate == null) != (key == null)) {
            throw new ParameterException(command, "--cert and --key belong together");
        }
        // Java's TLS: the native one unpacks a library for each call, and its errors are for programmers.
        SslContextBuilder context = GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK);
        try {
            // Checked first: the errors of that builder do not help users.
            if (authority != null) {
                PemFile.of("--ca", authority).certificates();
                context.trustManager(authority);
            }
            if (key != null) {
                List<X509Certificate> chain = PemFile.of("--cert", certificate).certificates();
                PemFile.of("--key", key).requireKeyOf(chain.get(0));
                context.keyManager(certificate, key);
            }
            return NettySslContextChannelCredentials.create(context.build());
        } catch (IOException e) {
            throw new ParameterException(command, e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command, "the PEM files cannot be used: " + e.getMessage());
        }
    }
}
