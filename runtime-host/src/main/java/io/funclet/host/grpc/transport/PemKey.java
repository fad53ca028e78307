package io.funclet.host.grpc.transport;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * Reads a private key from PEM (RFC 7468): PKCS#8, PKCS#1 (RSA), or SEC 1 (elliptic curves), which baetyl issues.
 * The JDK reads only PKCS#8, which has the other two behind the name of the algorithm (RFC 5208).
 */
public final class PemKey {

    private static final String BEGIN = "-----BEGIN ";
    private static final String DASHES = "-----";

    /** The object identifier of RSA, and no parameters. */
    private static final String RSA_ENCRYPTION = "06092a864886f70d0101010500";

    /** The object identifier of elliptic curves; the curve comes next. */
    private static final String EC_PUBLIC_KEY = "06072a8648ce3d0201";

    /** The object identifiers of the curves that Java knows: secp256r1, secp384r1, secp521r1. */
    private static final List<String> CURVES = List.of("06082a8648ce3d030107", "06052b81040022", "06052b81040023");

    private static final String VERSION_0 = "020100";
    private static final String OCTET_STRING = "04";
    private static final String SEQUENCE = "30";

    private PemKey() {}

    /** @throws IOException if the file has no such key; the message names the file and the reason, in one line */
    public static PrivateKey read(Path file) throws IOException {
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
                case "RSA PRIVATE KEY" -> key("RSA", wrap(RSA_ENCRYPTION, der));
                case "EC PRIVATE KEY" -> key("EC", wrap(EC_PUBLIC_KEY + curve(der), der));
                default -> throw new IOException("key " + file + " is of an unknown kind: " + name);
            };
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

    private static byte[] wrap(String algorithm, byte[] key) {
        String content = tlv(OCTET_STRING, HexFormat.of().formatHex(key));
        return HexFormat.of().parseHex(tlv(SEQUENCE, VERSION_0 + tlv(SEQUENCE, algorithm) + content));
    }

    /** The curve that an {@code ECPrivateKey} (RFC 5915) names behind its version and its key. */
    private static String curve(byte[] der) throws GeneralSecurityException {
        String key = HexFormat.of().formatHex(der);
        return CURVES.stream()
                .filter(key::contains)
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("the key does not name its curve"));
    }

    /** A value of DER in hexadecimal digits: its tag, its length, and its content. */
    private static String tlv(String tag, String content) {
        int size = content.length() / 2;
        String length = size < 0x80 ? "%02x" : size <= 0xFF ? "81%02x" : size <= 0xFFFF ? "82%04x" : "83%06x";
        return tag + String.format(length, size) + content;
    }
}
