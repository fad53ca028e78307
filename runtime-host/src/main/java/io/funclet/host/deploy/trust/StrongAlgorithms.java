package io.funclet.host.deploy.trust;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.DSAKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which algorithms count. Java accepts SHA-1 if a timestamp says that the signature is old enough, whatever clock made that
 * timestamp, and keys of 1,024 bits.
 */
final class StrongAlgorithms {

    private static final Pattern DIGEST = Pattern.compile("SHA-(256|384|512)|SHA3-(256|384|512)");

    /** Object identifiers of SHA-2, SHA-3 and SHAKE256, as they are encoded; the last octet tells which. */
    private static final String NIST_DIGESTS = "6086480165030402";

    private static final Set<String> STRONG_OF_NIST = Set.of("01", "02", "03", "08", "09", "0a", "0c", "12");

    private static final Map<String, String> WEAK =
            Map.of("2b0e03021a", "SHA-1", "2a864886f70d0205", "MD5", "2a864886f70d0202", "MD2");

    private static final Pattern WEAK_SIGNATURE = Pattern.compile("(MD2|MD5|SHA-?1)WITH.*");

    private static final int LEAST_BITS = 2048;
    private static final int LEAST_EC_BITS = 224;

    private StrongAlgorithms() {}

    static boolean isStrongDigest(String name) {
        return DIGEST.matcher(name.toUpperCase(Locale.ROOT)).matches();
    }

    /** The name of a digest that does not count, by its encoded identifier; empty if it counts. */
    static Optional<String> weakDigest(String identifier) {
        boolean strong = identifier.startsWith(NIST_DIGESTS)
                && STRONG_OF_NIST.contains(identifier.substring(NIST_DIGESTS.length()));
        return strong ? Optional.empty() : Optional.of(WEAK.getOrDefault(identifier, "an unknown digest"));
    }

    /** What of a key is too weak, in words; empty if nothing is. */
    static Optional<String> weakKey(PublicKey key) {
        int bits = Integer.MAX_VALUE;
        int least = LEAST_BITS;
        if (key instanceof RSAKey rsa) {
            bits = rsa.getModulus().bitLength();
        } else if (key instanceof DSAKey dsa && dsa.getParams() != null) {
            bits = dsa.getParams().getP().bitLength();
        } else if (key instanceof ECKey ec) {
            bits = ec.getParams().getOrder().bitLength();
            least = LEAST_EC_BITS;
        }
        return bits >= least
                ? Optional.empty()
                : Optional.of("a key of " + bits + " bits (" + key.getAlgorithm() + "), fewer than " + least);
    }

    /** With which weak algorithm a certificate was issued; empty if with none. */
    static Optional<String> weakIssue(X509Certificate certificate) {
        String name = certificate.getSigAlgName();
        return WEAK_SIGNATURE.matcher(name.toUpperCase(Locale.ROOT)).matches() ? Optional.of(name) : Optional.empty();
    }
}
