package io.funclet.host.grpc.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Reads a private key from PEM (RFC 7468): PKCS#8, PKCS#1 (RSA), or SEC 1 (elliptic curves), which baetyl issues.
 * The JDK reads only PKCS#8, which has the other two behind the name of the algorithm (RFC 5208).
 */
final class PemKey {

    private static final String BEGIN = "-----BEGIN ";
    private static final String DASHES = "-----";

    /** The object identifier of RSA, and no parameters. */
    private static final byte[] RSA_ENCRYPTION = HexFormat.of().parseHex("06092a864886f70d0101010500");

    /** The object identifier of elliptic curves; the curve comes next. */
    private static final byte[] EC_PUBLIC_KEY = HexFormat.of().parseHex("06072a8648ce3d0201");

    private static final byte[] VERSION_0 = {2, 1, 0};

    private static final int OCTET_STRING = 0x04;
    private static final int SEQUENCE = 0x30;
    private static final int SEC1_PARAMETERS = 0xA0;

    private PemKey() {}

    static PrivateKey read(Path file) throws IOException {
        String pem = Files.readString(file, StandardCharsets.ISO_8859_1);
        for (int at = pem.indexOf(BEGIN); at >= 0; at = pem.indexOf(BEGIN, at + 1)) {
            int nameEnd = pem.indexOf(DASHES, at + BEGIN.length());
            String name = nameEnd < 0 ? "" : pem.substring(at + BEGIN.length(), nameEnd);
            int end = pem.indexOf("-----END " + name + DASHES, at);
            if (end < 0) {
                throw new IOException("key " + file + " is cut off");
            }
            // A SEC 1 file may begin with the parameters of its curve, which the key repeats.
            if (name.endsWith("PRIVATE KEY")) {
                return decode(file, name, pem.substring(nameEnd + DASHES.length(), end));
            }
        }
        throw new IOException("key " + file + " holds no private key in PEM");
    }

    private static PrivateKey decode(Path file, String name, String base64) throws IOException {
        // PKCS#8 says so in the name, the others in a header that is not Base64 (RFC 1421).
        if (name.equals("ENCRYPTED PRIVATE KEY") || base64.contains("4,ENCRYPTED")) {
            throw new IOException("key " + file + " is encrypted; Funclet needs a key without a password");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(base64);
            return switch (name) {
                case "PRIVATE KEY" -> pkcs8(der);
                case "RSA PRIVATE KEY" -> key("RSA", wrap(tlv(SEQUENCE, RSA_ENCRYPTION), der));
                case "EC PRIVATE KEY" -> key("EC", wrap(tlv(SEQUENCE, EC_PUBLIC_KEY, sec1Curve(der)), der));
                default -> throw new IOException("key " + file + " is of an unknown kind: " + name);
            };
        } catch (BufferUnderflowException e) {
            throw new IOException("key " + file + " is cut off", e);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("key " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static PrivateKey pkcs8(byte[] der) throws GeneralSecurityException {
        GeneralSecurityException last = null;
        for (String algorithm : new String[] {"EC", "RSA", "EdDSA"}) {
            try {
                return key(algorithm, der);
            } catch (GeneralSecurityException e) {
                last = e;
            }
        }
        throw last;
    }

    private static PrivateKey key(String algorithm, byte[] pkcs8) throws GeneralSecurityException {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    private static byte[] wrap(byte[] algorithm, byte[] key) {
        return tlv(SEQUENCE, VERSION_0, algorithm, tlv(OCTET_STRING, key));
    }

    /** The curve of {@code ECPrivateKey} (RFC 5915): version, key, and then {@code [0]}, which holds its name. */
    private static byte[] sec1Curve(byte[] der) throws GeneralSecurityException {
        ByteBuffer in = ByteBuffer.wrap(der);
        in.get();
        readLength(in);
        while (in.hasRemaining()) {
            int tag = in.get() & 0xFF;
            byte[] content = new byte[readLength(in)];
            in.get(content);
            if (tag == SEC1_PARAMETERS) {
                return content;
            }
        }
        throw new GeneralSecurityException("the key does not name its curve");
    }

    private static int readLength(ByteBuffer der) {
        int length = der.get() & 0xFF;
        if (length >= 0x80) {
            int bytes = length & 0x7F;
            length = 0;
            for (int i = 0; i < bytes; i++) {
                length = length << 8 | der.get() & 0xFF;
            }
        }
        if (length < 0 || length > der.remaining()) {
            throw new BufferUnderflowException();
        }
        return length;
    }

    private static byte[] tlv(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int size = content.size();
        if (size < 0x80) {
            out.write(size);
        } else {
            int bytes = size > 0xFFFF ? 3 : size > 0xFF ? 2 : 1;
            out.write(0x80 | bytes);
            for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
                out.write(size >> shift);
            }
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
