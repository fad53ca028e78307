package io.funclet.host.it.client;

import io.funclet.host.IssuedKey;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * An authority, and what it has issued: {@code ec} and {@code rsa} for servers on
 * loopback, {@code client}, and {@code stranger}, which no authority has signed.
 */
public record Certificates(Map<String, IssuedKey> keys) {

    /** How a private key is written down. */
    public enum KeyKind {
        PKCS8_EC("ec", "PRIVATE KEY"),
        PKCS8_RSA("rsa", "PRIVATE KEY"),
        /** Of the curve of the server's key, and not that key. */
        PKCS8_CLIENT("client", "PRIVATE KEY"),
        /** RSA as OpenSSL wrote it for decades (RFC 8017). */
        PKCS1("rsa", "RSA PRIVATE KEY"),
        /** Elliptic curves (RFC 5915): what baetyl issues. */
        SEC1("ec", "EC PRIVATE KEY");

        private final String alias;
        private final String label;

        KeyKind(String alias, String label) {
            this.alias = alias;
            this.label = label;
        }
    }

    public static Certificates make() throws Exception {
        IssuedKey authority = IssuedKey.authority("authority");
        return new Certificates(Map.of(
                "ca",
                authority,
                "ec",
                authority.issue("server", "EC", IssuedKey.LOOPBACK),
                "rsa",
                authority.issue("server", "RSA", IssuedKey.LOOPBACK),
                "expired",
                authority.issueExpired("server", null),
                "client",
                authority.issue("client", "EC", null),
                "stranger",
                IssuedKey.alone("stranger")));
    }

    /** Writes {@code ca.pem}, {@code key.pem} and {@code crt.pem} as baetyl names them. */
    public void writeServer(Path directory, KeyKind kind) throws Exception {
        Files.createDirectories(directory);
        Files.writeString(
                directory.resolve("ca.pem"), pem("CERTIFICATE", authority().getEncoded()));
        Files.writeString(
                directory.resolve("crt.pem"),
                pem("CERTIFICATE", certificate(kind.alias).getEncoded()));
        Files.writeString(directory.resolve("key.pem"), pem(kind.label, encoded(kind)));
    }

    /** Writes a key and a certificate whose time is over. */
    public void writeExpiredServer(Path directory) throws Exception {
        Files.createDirectories(directory);
        Files.writeString(
                directory.resolve("crt.pem"),
                pem("CERTIFICATE", certificate("expired").getEncoded()));
        Files.writeString(
                directory.resolve("key.pem"), pem("PRIVATE KEY", key("expired").getEncoded()));
    }

    /** A client that trusts the authority, and presents the certificate of an alias, or none. */
    public SslContext client(String alias) throws Exception {
        SslContextBuilder client = GrpcSslContexts.forClient().trustManager(authority());
        return (alias == null ? client : client.keyManager(key(alias), certificate(alias))).build();
    }

    /** A socket within TLS, for a client that trusts the authority and speaks HTTP/2 by itself. */
    public SSLSocket connect(int port) throws Exception {
        return connect(port, "h2");
    }

    public SSLSocket connect(int port, String protocol) throws Exception {
        SSLSocket socket = begin(port, protocol);
        socket.startHandshake();
        return socket;
    }

    /** Connected, before the handshake. */
    public SSLSocket begin(int port, String protocol) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", authority());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {protocol});
        socket.setSSLParameters(parameters);
        return socket;
    }

    private X509Certificate authority() {
        return certificate("ca");
    }

    private X509Certificate certificate(String alias) {
        return keys.get(alias).certificate();
    }

    private PrivateKey key(String alias) {
        return keys.get(alias).key();
    }

    private byte[] encoded(KeyKind kind) throws Exception {
        byte[] pkcs8 = key(kind.alias).getEncoded();
        // PrivateKeyInfo: version, algorithm, key (RFC 5208).
        List<Der> info = Der.read(pkcs8).parts();
        return switch (kind) {
            case PKCS8_EC, PKCS8_RSA, PKCS8_CLIENT -> pkcs8;
            case PKCS1 -> info.get(2).content();
            case SEC1 -> sec1(info);
        };
    }

    /** The JDK leaves out curve and public key, which repeat what is elsewhere; Go and OpenSSL write both. */
    private byte[] sec1(List<Der> info) throws Exception {
        List<Der> key = Der.read(info.get(2).content()).parts();
        Der curve = info.get(1).parts().get(1);
        Der publicKey =
                Der.read(certificate("ec").getPublicKey().getEncoded()).parts().get(1);
        return Der.of(
                        0x30,
                        key.get(0).bytes(),
                        key.get(1).bytes(),
                        Der.of(0xA0, curve.bytes()).bytes(),
                        Der.of(0xA1, publicKey.bytes()).bytes())
                .bytes();
    }

    private static String pem(String label, byte[] der) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }

    /** One value in the distinguished encoding of ASN.1: a tag, a length, a content. */
    private record Der(int tag, byte[] content) {

        static Der of(int tag, byte[]... parts) throws IOException {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            for (byte[] part : parts) {
                content.write(part);
            }
            return new Der(tag, content.toByteArray());
        }

        static Der read(byte[] bytes) {
            return next(ByteBuffer.wrap(bytes));
        }

        private static Der next(ByteBuffer in) {
            int tag = in.get() & 0xff;
            int length = in.get() & 0xff;
            if (length > 0x7f) {
                int lengthBytes = length & 0x7f;
                length = 0;
                for (int i = 0; i < lengthBytes; i++) {
                    length = length << 8 | in.get() & 0xff;
                }
            }
            byte[] content = new byte[length];
            in.get(content);
            return new Der(tag, content);
        }

        List<Der> parts() {
            List<Der> parts = new ArrayList<>();
            for (ByteBuffer in = ByteBuffer.wrap(content); in.hasRemaining(); ) {
                parts.add(next(in));
            }
            return parts;
        }

        byte[] bytes() throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.write(tag);
            if (content.length > 0x7f) {
                bytes.write(content.length > 0xff ? 0x82 : 0x81);
            }
            if (content.length > 0xff) {
                bytes.write(content.length >> 8);
            }
            bytes.write(content.length);
            bytes.write(content);
            return bytes.toByteArray();
        }
    }
}
