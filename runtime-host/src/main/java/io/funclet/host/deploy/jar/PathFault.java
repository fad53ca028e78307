package io.funclet.host.deploy.jar;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Why a path leads to no file that can be read. */
public final class PathFault {

    private PathFault() {}

    /**
     * Looks where a path leads.
     *
     * @return a phrase that follows the path, such as {@code is a link to /x, which is not there}; empty if it leads to a
     *     file that can be read, or there is nothing by its name, nor a link
     */
    public static Optional<String> of(Path path) {
        Set<Path> links = new LinkedHashSet<>();
        StringBuilder way = new StringBuilder();
        try {
            Path at = withoutLinksBefore(path.toAbsolutePath());
            while (isLink(at)) {
                if (!links.add(at)) {
                    return Optional.of(way + ", which leads in a circle");
                }
                Path target = Files.readSymbolicLink(at);
                way.append(way.isEmpty() ? "is a link to " : ", which is a link to ")
                        .append(target);
                at = withoutLinksBefore(at.resolveSibling(target));
            }
            return fault(at).map(fault -> way + (way.isEmpty() ? "" : ", which ") + fault);
        } catch (NoSuchFileException gone) {
            return way.isEmpty() ? Optional.empty() : Optional.of(way + ", which is not there");
        } catch (AccessDeniedException denied) {
            return Optional.of(way + (way.isEmpty() ? "" : ", which ") + "cannot be read: permission denied");
        } catch (IOException unknown) {
            return Optional.of(
                    way + (way.isEmpty() ? "" : ", which ") + "cannot be looked at: " + unknown.getMessage());
        }
    }

    /** Not normalized: behind a link, ".." is not what it looks like. */
    private static Path withoutLinksBefore(Path path) throws IOException {
        return path.getFileName() == null ? path : path.getParent().toRealPath().resolve(path.getFileName());
    }

    private static boolean isLink(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isSymbolicLink();
    }

    private static Optional<String> fault(Path path) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        if (attributes.isDirectory()) {
            return Optional.of("is a directory");
        }
        if (attributes.isOther()) {
            return Optional.of("is no file, but a pipe, a socket or a device");
        }
        return Files.isReadable(path) ? Optional.empty() : Optional.of("cannot be read: permission denied");
    }
}
