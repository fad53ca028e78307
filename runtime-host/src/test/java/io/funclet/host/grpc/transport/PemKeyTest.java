package io.funclet.host.grpc.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys of the JDK's own making, cut and wrapped to each form that occurs. */
class PemKeyTest {

    private static final String ENCRYPTED = "is encrypted; Funclet needs a key without a password";

    private static final int INTEGER = 0x02;
    private static final int OCTET_STRING = 0x04;
    private static final int SEQUENCE = 0x30;
    private static final int CURVE = 0xA0;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"secp256r1", "secp384r1", "secp521r1", "Ed25519"})
    void pkcs8_isReadOfEveryAlgorithm(String kind) throws Exception {
        PrivateKey key = key(kind);

        assertEquals(key, read(pem("PRIVATE KEY", key.getEncoded())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1024", "2048"})
    void rsaKey_isReadAsPkcs1AndAsPkcs8(String bits) throws Exception {
        PrivateKey key = key(bits);

        assertEquals(key, read(pem("RSA PRIVATE KEY", pkcs1(key))));
        assertEquals(key, read(pem("PRIVATE KEY", key.getEncoded())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"secp256r1", "secp384r1", "secp521r1"})
    void sec1_isReadWithAndWithoutTheParametersOfItsCurveInFront(String curve) throws Exception {
        PrivateKey key = key(curve);
        String pem = pem("EC PRIVATE KEY", sec1(key));

        assertSameKey(key, read(pem));
        assertSameKey(key, read(pem("EC PARAMETERS", curveOf(key)) + pem));
    }

    @Test
    void lineEndsAndTextAround_doNotMatter() throws Exception {
        PrivateKey key = key("secp256r1");
        String pem = pem("EC PRIVATE KEY", sec1(key));

        assertSameKey(key, read(pem.replace("\n", "\r\n")));
        assertSameKey(key, read("Bag Attributes\n    friendlyName: gateway\n" + pem + "trailing\n"));
        assertSameKey(key, read(pem.stripTrailing()));
        assertSameKey(key, read(pem("CERTIFICATE", new byte[] {1, 2, 3}) + pem));
    }

    @Test
    void encryptedKey_isRejectedAsSuch() throws Exception {
        assertTrue(refusal(pem("ENCRYPTED PRIVATE KEY", new byte[40])).endsWith(ENCRYPTED));
        for (String name : new String[] {"RSA PRIVATE KEY", "EC PRIVATE KEY"}) {
            // Of any length: together with its headers, the text may or may not pass for Base64.
            for (int length = 8; length < 12; length++) {
                String pem = "-----BEGIN " + name + "-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0A\n\n"
                        + "A".repeat(length) + "\n-----END " + name + "-----\n";
                assertTrue(refusal(pem).endsWith(ENCRYPTED), refusal(pem));
            }
        }
    }

    @Test
    void fileWithoutAKey_isRejectedAsSuch() throws Exception {
        for (String pem : new String[] {"", "not a key", pem("CERTIFICATE", new byte[] {1})}) {
            assertTrue(refusal(pem).endsWith("holds no private key in PEM"), refusal(pem));
        }
        assertTrue(refusal(pem("DSA PRIVATE KEY", new byte[] {1})).contains("unknown kind: DSA PRIVATE KEY"));
    }

    @Test
    void keyCutOffAnywhere_isRejected() throws Exception {
        String pem = pem("EC PRIVATE KEY", sec1(key("secp256r1")));
        String whole = pem.stripTrailing();
        for (int length = 0; length < whole.length(); length++) {
            refusal(whole.substring(0, length));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY"})
    void contentCutOffOrGarbled_isRejectedWithOneLine(String name) throws Exception {
        byte[] der = sec1(key("secp256r1"));
        for (int length = 0; length < der.length; length++) {
            refusal(pem(name, Arrays.copyOf(der, length)));
        }
        Random random = new Random(20261121);
        for (int i = 0; i < 500; i++) {
            byte[] garbage = new byte[random.nextInt(60)];
            random.nextBytes(garbage);
            refusal(pem(name, garbage));
        }
        refusal("-----BEGIN " + name + "-----\n!!!!\n-----END " + name + "-----\n");
    }

    @Test
    void sec1WithoutACurve_isRejected() throws Exception {
        byte[] bare = tlv(SEQUENCE, concat(tlv(INTEGER, new byte[] {1}), tlv(OCTET_STRING, new byte[32])));

        assertTrue(refusal(pem("EC PRIVATE KEY", bare)).endsWith("the key does not name its curve"));
    }

    private String refusal(String pem) throws IOException {
        Path file = Files.writeString(directory.resolve("key.pem"), pem, StandardCharsets.ISO_8859_1);
        IOException rejected = assertThrows(IOException.class, () -> PemKey.read(file), pem);
        assertTrue(rejected.getMessage().startsWith("key " + file + " "), rejected.getMessage());
        assertEquals(1, rejected.getMessage().lines().count(), rejected.getMessage());
        return rejected.getMessage();
    }

    private PrivateKey read(String pem) throws IOException {
        return PemKey.read(Files.writeString(directory.resolve("key.pem"), pem, StandardCharsets.ISO_8859_1));
    }

    /** Their encodings may differ: SEC 1 names the curve once more. */
    private static void assertSameKey(PrivateKey expected, PrivateKey actual) {
        ECPrivateKey first = (ECPrivateKey) expected;
        ECPrivateKey second = (ECPrivateKey) actual;
        assertEquals(first.getS(), second.getS());
        assertEquals(first.getParams().getCurve(), second.getParams().getCurve());
        assertEquals(first.getParams().getGenerator(), second.getParams().getGenerator());
    }

    private static String pem(String name, byte[] der) {
        return "-----BEGIN " + name + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END " + name + "-----\n";
    }

    /** By the number of its bits, the name of its curve, or the name of its algorithm. */
    private static PrivateKey key(String kind) throws GeneralSecurityException {
        KeyPairGenerator generator;
        if (Character.isDigit(kind.charAt(0))) {
            generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(Integer.parseInt(kind));
        } else if (kind.startsWith("secp")) {
            generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(kind));
        } else {
            generator = KeyPairGenerator.getInstance(kind);
        }
        return generator.generateKeyPair().getPrivate();
    }

    /** PKCS#8 is a sequence of a version, an algorithm and, in an octet string, what PKCS#1 calls a key. */
    private static byte[] pkcs1(PrivateKey key) {
        byte[] pkcs8 = key.getEncoded();
        int version = contentOf(pkcs8, 0);
        int algorithm = endOf(pkcs8, version);
        int octets = endOf(pkcs8, algorithm);
        return Arrays.copyOfRange(pkcs8, contentOf(pkcs8, octets), endOf(pkcs8, octets));
    }

    /** In the algorithm of PKCS#8, the curve follows the identifier of elliptic curves. */
    private static byte[] curveOf(PrivateKey key) {
        byte[] pkcs8 = key.getEncoded();
        int algorithm = endOf(pkcs8, contentOf(pkcs8, 0));
        int curve = endOf(pkcs8, contentOf(pkcs8, algorithm));
        return Arrays.copyOfRange(pkcs8, curve, endOf(pkcs8, curve));
    }

    /** {@code ECPrivateKey} of RFC 5915, whose number has the length of the curve's order. */
    private static byte[] sec1(PrivateKey key) {
        ECPrivateKey ec = (ECPrivateKey) key;
        byte[] secret = new byte[(ec.getParams().getOrder().bitLength() + 7) / 8];
        byte[] number = ec.getS().toByteArray();
        int sign = number.length > secret.length ? 1 : 0;
        System.arraycopy(number, sign, secret, secret.length - number.length + sign, number.length - sign);
        return tlv(SEQUENCE, concat(tlv(INTEGER, new byte[] {1}), tlv(OCTET_STRING, secret), tlv(CURVE, curveOf(key))));
    }

    private static int contentOf(byte[] der, int at) {
        return at + 2 + ((der[at + 1] & 0x80) == 0 ? 0 : der[at + 1] & 0x7F);
    }

    private static int endOf(byte[] der, int at) {
        int length = der[at + 1] & 0xFF;
        if (length >= 0x80) {
            length = 0;
            for (int i = at + 2; i < contentOf(der, at); i++) {
                length = length << 8 | der[i] & 0xFF;
            }
        }
        return contentOf(der, at) + length;
    }

    private static byte[] tlv(int tag, byte[] content) {
        byte[] length = content.length < 0x80
                ? new byte[] {(byte) content.length}
                : new byte[] {(byte) 0x81, (byte) content.length};
        return concat(new byte[] {(byte) tag}, length, content);
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
