package io.funclet.host.cli.registry;

import io.funclet.host.cli.oci.model.Digest;
import io.funclet.host.cli.oci.model.OciJson;
import io.funclet.host.cli.oci.model.RegistryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What was pulled to a directory: the content of the hidden file in it. Mutable, of one thread. */
final class PulledSets {

    static final String FILE = ".funclet-pull.json";

    /**
     * The jars that one artifact has brought.
     *
     * @param source what was pulled
     * @param manifest its digest
     * @param files the digests of the jars, by their names
     */
    record PulledSet(String source, Digest manifest, Map<String, Digest> files) {}

    private record Content(Map<String, PulledSet> sets) {}

    private final Map<String, PulledSet> sets;

    private PulledSets(Map<String, PulledSet> sets) {
        this.sets = sets;
    }

    /** None if there is no file. */
    static PulledSets read(Path file) throws IOException {
        Map<String, PulledSet> sets = new TreeMap<>();
        if (Files.exists(file)) {
            Content content = OciJson.read(Files.readAllBytes(file), Content.class, file.toString());
            if (content.sets() == null) {
                throw new RegistryException(file + " is not the JSON that is expected");
            }
            for (Map.Entry<String, PulledSet> set : content.sets().entrySet()) {
                if (set.getValue() == null || set.getValue().files() == null) {
                    throw new RegistryException(file + " is not the JSON that is expected");
                }
                sets.put(set.getKey(), set.getValue());
            }
        }
        return new PulledSets(sets);
    }

    byte[] bytes() {
        return OciJson.write(new Content(sets));
    }

    /** Empty if the set was never pulled. */
    Map<String, Digest> files(String set) {
        PulledSet pulled = sets.get(set);
        return pulled == null ? Map.of() : pulled.files();
    }

    /** The other set that has brought a file. */
    Optional<String> owner(String file, String besides) {
        return sets.entrySet().stream()
                .filter(set ->
                        !set.getKey().equals(besides) && set.getValue().files().containsKey(file))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Takes the files from all other sets. Returns whether this changes anything. */
    boolean put(String set, PulledSet pulled) {
        sets.replaceAll((name, other) -> {
            Map<String, Digest> rest = new TreeMap<>(other.files());
            rest.keySet().removeAll(pulled.files().keySet());
            return new PulledSet(other.source(), other.manifest(), rest);
        });
        return !pulled.equals(sets.put(set, pulled));
    }
}
