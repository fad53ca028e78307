package io.funclet.host.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the instances of a probe have written about their lives.
 *
 * @param file where they write
 */
public record Journal(Path file) {

    private List<String[]> lines() throws IOException {
        return Files.exists(file)
                ? Files.readAllLines(file).stream().map(line -> line.split(" ")).toList()
                : List.of();
    }

    /** Whether every instance that began has ended. */
    public boolean isComplete() throws IOException {
        return count("begin") == count("end");
    }

    /** How many instances have begun. */
    public long instances() throws IOException {
        return count("begin");
    }

    /** How many instances have begun and not ended. */
    public long living() throws IOException {
        return count("begin") - count("end");
    }

    /** Whether the first instance that began has not ended. */
    public boolean firstLives() throws IOException {
        List<String[]> lines = lines();
        return !lines.isEmpty()
                && lines.stream().noneMatch(line -> line[2].equals("end") && line[1].equals(lines.get(0)[1]));
    }

    private long count(String what) throws IOException {
        return lines().stream().filter(line -> line[2].equals(what)).count();
    }

    /** The versions in the order in which their instances began. */
    public List<String> versions() throws IOException {
        return lines().stream()
                .filter(line -> line[2].equals("begin"))
                .map(line -> line[0])
                .toList();
    }

    /** The calls that all instances that have ended were given. */
    public long calls() throws IOException {
        return lines().stream()
                .filter(line -> line[2].equals("end"))
                .mapToLong(line -> Long.parseLong(line[3]))
                .sum();
    }

    /** How many instances there were at the same time, at most. */
    public long mostAtOnce() throws IOException {
        long most = 0;
        long living = 0;
        for (String[] line : lines()) {
            living += line[2].equals("begin") ? 1 : line[2].equals("end") ? -1 : 0;
            most = Math.max(most, living);
        }
        return most;
    }

    /** What must not be: an instance that ended twice, that ended while a call ran, or was called after its end. */
    public List<String> faults() throws IOException {
        List<String> faults = new ArrayList<>();
        Map<String, Integer> ends = new HashMap<>();
        for (String[] line : lines()) {
            if (line[2].equals("late")) {
                faults.add(line[0] + " was called after it was deactivated");
            } else if (line[2].equals("end")) {
                if (ends.merge(line[1], 1, Integer::sum) > 1) {
                    faults.add(line[0] + " was deactivated more than once");
                }
                if (!line[4].equals("0")) {
                    faults.add(line[0] + " was deactivated while " + line[4] + " of its calls ran");
                }
            }
        }
        return faults;
    }
}
