package io.funclet.host.grpc.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/**
 * Reads a private key from PEM (RFC 7468): PKCS#8, PKCS#1 (RSA), or SEC 1 (elliptic curves), which baetyl issues.
 *
 * <p>The JDK reads only PKCS#8. It contains the other two behind the name of the algorithm (RFC 5208), so this class
 * wraps them.
 */
final class PemKey {

    private static final String BEGIN = "-----BEGIN ";
    private static final String DASHES = "-----";

    private static final byte[] RSA_ENCRYPTION = {0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 1, 1, 1};
    private static final byte[] EC_PUBLIC_KEY = {0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 2, 1};

    private static final int INTEGER = 0x02;
    private static final int OCTET_STRING = 0x04;
    private static final int NULL = 0x05;
    private static final int OBJECT_IDENTIFIER = 0x06;
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
                case "RSA PRIVATE KEY" ->
                    key("RSA", wrap(concat(tlv(OBJECT_IDENTIFIER, RSA_ENCRYPTION), tlv(NULL)), der));
                case "EC PRIVATE KEY" ->
                    key("EC", wrap(concat(tlv(OBJECT_IDENTIFIER, EC_PUBLIC_KEY), sec1Curve(der)), der));
                default -> throw new IOException("key " + file + " is of an unknown kind: " + name);
            };
        } catch (GeneralSecurityException | IllegalArgumentException | IndexOutOfBoundsException e) {
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
        return tlv(SEQUENCE, concat(tlv(INTEGER, new byte[1]), tlv(SEQUENCE, algorithm), tlv(OCTET_STRING, key)));
    }

    /** The curve of {@code ECPrivateKey} (RFC 5915): version, key, and then {@code [0]}, which holds its name. */
    private static byte[] sec1Curve(byte[] der) throws GeneralSecurityException {
        int at = contentOf(der, 0);
        while (at < der.length) {
            int content = contentOf(der, at);
            int end = content + lengthOf(der, at);
            if ((der[at] & 0xFF) == SEC1_PARAMETERS) {
                return Arrays.copyOfRange(der, content, end);
            }
            at = end;
        }
        throw new GeneralSecurityException("the key does not name its curve");
    }

    private static int contentOf(byte[] der, int at) {
        int first = der[at + 1] & 0xFF;
        return at + 2 + (first < 0x80 ? 0 : first & 0x7F);
    }

    private static int lengthOf(byte[] der, int at) {
        int first = der[at + 1] & 0xFF;
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < (first & 0x7F); i++) {
            length = length << 8 | der[at + 2 + i] & 0xFF;
        }
        return length;
    }

    private static byte[] tlv(int tag, byte... content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 6);
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else {
            int bytes = content.length > 0xFFFF ? 3 : content.length > 0xFF ? 2 : 1;
            out.write(0x80 | bytes);
            for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
                out.write(content.length >> shift);
            }
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
