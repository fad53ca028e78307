package io.funclet.host.deploy.trust;

/**
 * Whether a jar is trusted.
 *
 * @param fault why it is not, in words that follow the name of the jar; empty if it is
 * @param signer the subject of the certificate of the signer that counts, or the allow-list; empty if none does
 * @param detail until when the certificate is valid, and what the timestamp says; may be empty
 */
public record Verdict(String fault, String signer, String detail) {

    static Verdict distrust(String fault) {
        return new Verdict(fault, "", "");
    }

    /** Why it is trusted, in words that follow the name of the jar. */
    public String words() {
        return signer.equals(TrustStore.ALLOW_LIST)
                ? "is trusted by " + signer
                : "is signed by " + signer + " (" + detail + ")";
    }

    public boolean isTrusted() {
        return fault.isEmpty();
    }
}
