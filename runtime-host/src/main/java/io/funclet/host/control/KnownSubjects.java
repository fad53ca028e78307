package io.funclet.host.control;

import io.funclet.host.call.stat.FunctionStatus;
import io.funclet.host.deploy.status.FileStatus;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The functions and files that operators can name, for errors about a name that is none of them. */
record KnownSubjects(ControlView runtime) {

    /** The error for a name of no function, bundle or file. */
    StatusRuntimeException without(String subject) {
        return Status.NOT_FOUND
                .withDescription("nothing is known of \"" + subject + "\"; " + known())
                .asRuntimeException();
    }

    /** The error for a name of no function. */
    StatusRuntimeException withoutFunction(String name) {
        return Status.NOT_FOUND
                .withDescription("there is no function \"" + name + "\"; " + known())
                .asRuntimeException();
    }

    private String known() {
        Stream<String> files = runtime.directories().stream()
                .flatMap(directory -> directory.files().stream())
                .map(KnownSubjects::words);
        return "functions: " + list(runtime.functions().stream().map(FunctionStatus::name)) + "; files: " + list(files);
    }

    /** Names files that do not run, too: their functions may be unknown. */
    private static String words(FileStatus file) {
        return switch (file.state()) {
            case SERVING, STANDBY, ACTIVE ->
                file.file() + (file.last() != null && file.last().warned() ? " (with warnings)" : "");
            case WAITING, REJECTED, REMOVED, PENDING ->
                file.file() + " (" + file.state().name().toLowerCase(Locale.ROOT) + ")";
        };
    }

    /** In the order of the alphabet, each once. */
    static String list(Stream<String> names) {
        String list = names.sorted().distinct().collect(Collectors.joining(", "));
        return list.isEmpty() ? "none" : list;
    }
}
