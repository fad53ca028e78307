package io.funclet.host.cli.registry;

import io.funclet.host.cli.oci.ArtifactStore;
import io.funclet.host.cli.oci.RegistryAccess;
import io.funclet.host.cli.oci.model.ArtifactReference;
import io.funclet.host.cli.oci.model.Descriptor;
import io.funclet.host.cli.oci.model.Digest;
import io.funclet.host.cli.oci.model.Manifest;
import io.funclet.host.cli.oci.model.RegistryException;
import io.funclet.host.cli.registry.PullDirectory.Plan;
import io.funclet.host.cli.registry.PulledSets.PulledSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Brings the jars of an artifact to a code directory.
 *
 * @param set the name that the jars are remembered by
 * @param force whether files may be replaced that were not pulled
 */
record ArtifactPull(ArtifactReference reference, Path directory, String set, boolean force) {

    /**
     * What has become of the directory.
     *
     * @param digest of the manifest
     * @param changes a phrase for each file that has changed
     * @param unchanged a phrase for each other file
     * @param leftOut a phrase for each layer that is no jar
     */
    record Outcome(Digest digest, List<String> changes, List<String> unchanged, List<String> leftOut) {}

    /** Changes all files or none. */
    Outcome run(RegistryAccess access) throws IOException {
        try (ArtifactStore store = access.open(reference);
                PullDirectory target = PullDirectory.open(directory)) {
            byte[] text = store.manifest();
            Digest digest = reference.digest().orElseGet(() -> Digest.of(text));
            ArtifactFiles files = ArtifactFiles.of(Manifest.parse(text, reference.toString()), reference.toString());
            Map<String, Digest> jars = new TreeMap<>();
            files.jars().forEach((name, layer) -> jars.put(name, layer.digest()));

            Plan plan = target.plan(set, jars, force);
            target.keepStaged(plan.put().values());
            stage(store, target, plan, files);
            target.apply(plan, set, new PulledSet(reference.toString(), digest, jars));
            return new Outcome(
                    digest,
                    changes(plan),
                    plan.unchanged().stream().map(name -> "unchanged " + name).toList(),
                    files.others().stream()
                            .map(other -> "left out " + other + ", which is no jar")
                            .toList());
        }
    }

    private void stage(ArtifactStore store, PullDirectory target, Plan plan, ArtifactFiles files) throws IOException {
        long room = target.usableSpace();
        for (String name : plan.put().keySet()) {
            Descriptor layer = files.jars().get(name);
            Path staged = target.staged(layer.digest());
            room -= layer.size() - (Files.exists(staged) ? Files.size(staged) : 0);
            if (room < 0) {
                throw new IOException("no room in " + directory + " for the jars of " + reference);
            }
        }
        for (String name : plan.put().keySet()) {
            Descriptor layer = files.jars().get(name);
            Path staged = target.staged(layer.digest());
            boolean resumed = Files.exists(staged);
            store.fetch(layer, staged);
            if (resumed && !isWhole(layer, staged)) {
                Files.delete(staged); // perhaps what was there before is to blame
                store.fetch(layer, staged);
            }
            if (!isWhole(layer, staged)) {
                Files.delete(staged);
                throw new RegistryException(name + " in " + reference + " is not what its digest says, "
                        + layer.digest() + ": it is damaged or was tampered with");
            }
        }
    }

    private static boolean isWhole(Descriptor layer, Path file) throws IOException {
        return Files.size(file) == layer.size()
                && Digest.of(file, layer.digest().algorithm()).equals(layer.digest());
    }

    private static List<String> changes(Plan plan) {
        List<String> changes = new ArrayList<>();
        plan.added().keySet().forEach(name -> changes.add("added " + name));
        plan.replaced().keySet().forEach(name -> changes.add("replaced " + name));
        plan.removed().forEach(name -> changes.add("removed " + name));
        return changes;
    }
}
