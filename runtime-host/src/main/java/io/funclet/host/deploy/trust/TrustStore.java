package io.funclet.host.deploy.trust;

import io.funclet.host.deploy.jar.Provenance;
import java.security.CodeSigner;
import java.security.Timestamp;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The content of a trust directory.
 *
 * @param signers who is trusted to sign code
 * @param clocks who is trusted to say when something was signed
 * @param allowed SHA-256 of jars that are trusted with any signature or none
 */
record TrustStore(TrustAnchors signers, TrustAnchors clocks, Set<String> allowed, RevocationList revoked) {

    static final String ALLOW_LIST = "the allow-list";

    TrustStore {
        allowed = Set.copyOf(allowed);
    }

    Verdict judge(Provenance jar) {
        if (revoked.digests().contains(jar.sha256())) {
            return Verdict.distrust("is revoked: its digest is " + jar.sha256());
        }
        // Before revoked signers: so an operator keeps what a lost key had signed before.
        if (allowed.contains(jar.sha256())) {
            return new Verdict("", ALLOW_LIST, "", false);
        }
        Verdict own = judgeSigners(jar);
        if (own.isTrusted() || jar.set() == null || revoked.fault(jar.some()).isPresent()) {
            return own;
        }
        Verdict set = judge(jar.set());
        return set.isTrusted()
                ? new Verdict("", set.signer(), set.detail(), true)
                : Verdict.distrust(own.fault() + "; and its set " + set.fault());
    }

    private Verdict judgeSigners(Provenance jar) {
        Optional<String> fault =
                revoked.fault(jar.some()).or(() -> Optional.of(jar.fault()).filter(words -> !words.isEmpty()));
        if (fault.isPresent()) {
            return Verdict.distrust(fault.get());
        }
        List<String> faults = new ArrayList<>();
        for (CodeSigner signer : jar.signers()) {
            Verdict verdict = judge(signer, jar.examined());
            if (verdict.isTrusted()) {
                return verdict;
            }
            faults.add(verdict.fault());
        }
        return Verdict.distrust(String.join("; and ", faults));
    }

    private Verdict judge(CodeSigner signer, Instant now) {
        Timestamp timestamp = signer.getTimestamp();
        Optional<String> noClock = timestamp == null ? Optional.empty() : fault(timestamp);
        boolean dated = timestamp != null && noClock.isEmpty();
        Instant at = dated ? timestamp.getTimestamp().toInstant() : now;
        Optional<String> fault = signers.fault(signer.getSignerCertPath(), at);
        if (fault.isPresent()) {
            return Verdict.distrust(fault.get()
                    + noClock.map(words -> "; its timestamp does not count: it " + words)
                            .orElse(""));
        }
        X509Certificate certificate =
                (X509Certificate) signer.getSignerCertPath().getCertificates().get(0);
        String detail = "valid until " + certificate.getNotAfter().toInstant() + (dated ? ", timestamp of " + at : "");
        return new Verdict("", CertificateName.of(certificate), detail, false);
    }

    private Optional<String> fault(Timestamp timestamp) {
        return revoked.hasAny(timestamp.getSignerCertPath())
                ? Optional.of("is signed with a certificate that is revoked")
                : clocks.fault(
                        timestamp.getSignerCertPath(), timestamp.getTimestamp().toInstant());
    }
}
