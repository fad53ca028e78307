package io.funclet.host.deploy;

import java.nio.file.Path;
import java.util.List;

/**
 * What stands in a code directory.
 *
 * @param path the directory as it was configured
 * @param files its files, by name
 * @param handlers who serves which handler
 * @param leaving versions that have been replaced or removed, and are still installed
 * @param history how the last 50 changes ended, the newest first
 */
public record DirectoryStatus(
        Path path,
        List<FileStatus> files,
        List<HandlerStatus> handlers,
        List<LeavingStatus> leaving,
        List<Outcome> history) {

    public DirectoryStatus {
        files = List.copyOf(files);
        handlers = List.copyOf(handlers);
        leaving = List.copyOf(leaving);
        history = List.copyOf(history);
    }
}
