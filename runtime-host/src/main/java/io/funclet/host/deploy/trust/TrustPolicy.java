package io.funclet.host.deploy.trust;

import io.funclet.host.config.TrustConfig;
import io.funclet.host.config.TrustConfig.Mode;
import io.funclet.host.deploy.jar.Provenance;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.jar.StagedJar;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a code directory asks of its jars: who must have signed them. Thread-safe. */
public final class TrustPolicy implements Provenance.Check {

    /** Reads who has signed a jar, and accepts each. */
    public static final Provenance.Check NOTHING = TrustPolicy::read;

    private final boolean required;
    private final TrustDirectory directory;

    /** What was in force at the first jar, and then at the last look that found a change. */
    private volatile TrustStore told;

    private TrustPolicy(boolean required, TrustDirectory directory) {
        this.required = required;
        this.directory = directory;
    }

    /** The policy of a configuration; {@code null} if it asks for nothing. */
    public static TrustPolicy of(TrustConfig config) {
        return config.mode() == Mode.OFF
                ? null
                : new TrustPolicy(config.mode() == Mode.REQUIRE, new TrustDirectory(config.directory()));
    }

    /** Whether what is not trusted must not run. Otherwise it runs with a warning. */
    public boolean isRequired() {
        return required;
    }

    private static Provenance read(Path copy) throws IOException {
        return SignedJar.examine(copy, NOTHING);
    }

    @Override
    public Provenance examine(Path copy) throws RejectedException, IOException {
        return require(SignedJar.examine(copy, this));
    }

    /**
     * Examines jars that a set lists: a signer of the set is as good as one of theirs.
     *
     * @param set that of the file of the set
     */
    public Provenance.Check listedIn(Provenance set) {
        return new Provenance.Check() {
            @Override
            public Provenance examine(Path copy) throws RejectedException, IOException {
                return require(SignedJar.examine(copy, this).listedIn(set));
            }
        };
    }

    private Provenance require(Provenance provenance) throws RejectedException {
        String fault = verdict(provenance).fault();
        if (told == null) {
            told = directory.last();
        }
        if (required && !fault.isEmpty()) {
            throw new RejectedException(fault);
        }
        return provenance;
    }

    @Override
    public String signer(Provenance jar) {
        return verdict(jar).signer();
    }

    /** The verdict on a jar by what the directory has now. */
    public Verdict verdict(Provenance jar) {
        try {
            return directory.current().judge(jar);
        } catch (IOException unusable) {
            return Verdict.distrust("cannot be trusted: " + unusable.getMessage());
        }
    }

    /**
     * Why a jar that was deployed is not trusted, by what the directory had when it could last be used: a mistake in it stops
     * nothing that runs. Empty if it is trusted.
     */
    public Optional<String> distrust(StagedJar staged) {
        TrustStore store = directory.last();
        List<String> faults = new ArrayList<>();
        for (StagedJar part : staged.parts().isEmpty() ? List.of(staged) : staged.parts()) {
            String fault = store == null || part.provenance() == null
                    ? ""
                    : store.judge(part.provenance()).fault();
            if (!fault.isEmpty()) {
                faults.add(part == staged ? fault : part.fileName() + " " + fault);
            }
        }
        return faults.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", faults));
    }

    /** Who has signed a jar, trusted or not, in words that follow its name. */
    public static String signers(Provenance jar) {
        return jar.fault().isEmpty()
                ? "is signed by "
                        + jar.signers().stream()
                                .map(signer -> (X509Certificate) signer.getSignerCertPath()
                                        .getCertificates()
                                        .get(0))
                                .map(CertificateName::of)
                                .collect(Collectors.joining(" and by "))
                        + ", whoever that is: no trust directory is named"
                : jar.fault();
    }

    /** Looks at the directory. Returns whether it has another content than at the last look that said so. */
    public boolean hasChanged() {
        directory.look();
        TrustStore now = directory.last();
        boolean changed = now != told;
        told = now;
        return changed;
    }
}
