package io.funclet.host.deploy.trust;

/**
 * Whether a jar is trusted.
 *
 * @param fault why it is not, in words that follow the name of the jar; empty if it is
 * @param signer the subject of the certificate of the signer that counts, or the allow-list; empty if none does
 * @param detail until when the certificate is valid, and what the timestamp says; may be empty
 * @param isListed whether a set lists the jar, and that was signed
 */
public record Verdict(String fault, String signer, String detail, boolean isListed) {

    static Verdict distrust(String fault) {
        return new Verdict(fault, "", "", false);
    }

    /** Why it is trusted, in words that follow the name of the jar. */
    public String words() {
        return (isListed ? "is listed in a set, which " : "") + signedWords();
    }

    private String signedWords() {
        return signer.equals(TrustStore.ALLOW_LIST)
                ? "is trusted by " + signer
                : "is signed by " + signer + " (" + detail + ")";
    }

    public boolean isTrusted() {
        return fault.isEmpty();
    }
}
