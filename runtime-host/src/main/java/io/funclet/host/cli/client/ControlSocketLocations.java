package io.funclet.host.cli.client;

import io.funclet.host.config.ControlConfig;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The places of control sockets on this machine.
 *
 * @param own the places for a runtime that is started here
 * @param below parents of the directories for services and other users
 */
public record ControlSocketLocations(Collection<Path> own, List<Path> below) {

    public static ControlSocketLocations of(Map<String, String> environment) {
        Set<Path> own = new LinkedHashSet<>(ControlConfig.places(environment));
        own.add(Path.of(System.getProperty("java.io.tmpdir")));
        return new ControlSocketLocations(own, List.of(Path.of("/run"), Path.of("/run/user")));
    }

    public Collection<Path> all() {
        Set<Path> all = new LinkedHashSet<>(own);
        for (Path parent : below) {
            try (DirectoryStream<Path> children = Files.newDirectoryStream(parent, Files::isReadable)) {
                children.forEach(all::add);
            } catch (IOException | DirectoryIteratorException none) {
                // Not every system has it.
            }
        }
        return all;
    }

    @Override
    public String toString() {
        String places = own.stream().map(Path::toString).collect(Collectors.joining(", "));
        return below.isEmpty() ? places : places + " or below " + below.get(0);
    }
}
