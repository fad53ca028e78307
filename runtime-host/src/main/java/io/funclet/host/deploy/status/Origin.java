package io.funclet.host.deploy.status;

/**
 * Where a jar comes from.
 *
 * @param signer who has signed it, or the allow-list; empty if that is not asked, or it is not trusted
 * @param sha256 its digest; empty if it is not asked who has signed it
 */
public record Origin(String signer, String sha256) {

    public static final Origin UNKNOWN = new Origin("", "");

    /** As it is written: {@code sha256:} and the digest; empty if it is not known. */
    public String digest() {
        return sha256.isEmpty() ? "" : "sha256:" + sha256;
    }
}
