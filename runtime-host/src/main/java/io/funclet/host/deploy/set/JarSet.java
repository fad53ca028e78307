package io.funclet.host.deploy.set;

import io.funclet.host.deploy.jar.JarName;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.storage.FileErrorText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The list in the file of a set: jars, and the digest that each must have. */
public record JarSet(List<Member> members) {

    /** The entry of the file that has the list, as {@code sha256sum} writes it. */
    public static final String ENTRY = "set.sha256";

    private static final int MOST_BYTES = 1 << 20;
    private static final int LONGEST_QUOTE = 80;
    private static final Pattern LINE = Pattern.compile("([0-9a-fA-F]{64})[ \\t]+\\*?(\\S.*)");

    /**
     * A jar.
     *
     * @param directory the name of its code directory; empty for that of the set
     * @param sha256 in lower-case hexadecimal digits
     */
    public record Member(String directory, String file, String sha256) {

        @Override
        public String toString() {
            return directory.isEmpty() ? file : directory + "/" + file;
        }
    }

    public JarSet {
        members = List.copyOf(members);
    }

    /** Reads the file of a set, which is a complete zip file. */
    public static JarSet read(Path file) throws RejectedException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry entry = zip.getEntry(ENTRY);
            if (entry == null) {
                throw new RejectedException("is called as a set is, and has no entry " + ENTRY
                        + ": make it by funclet set, or give the jar another name");
            }
            try (InputStream in = zip.getInputStream(entry)) {
                byte[] list = in.readNBytes(MOST_BYTES + 1);
                if (list.length > MOST_BYTES) {
                    throw new RejectedException("has a list of more than " + MOST_BYTES + " bytes");
                }
                return parse(new String(list, StandardCharsets.UTF_8));
            }
        } catch (IOException unreadable) {
            throw new RejectedException("cannot be read: " + FileErrorText.words(unreadable), unreadable);
        }
    }

    static JarSet parse(String list) throws RejectedException {
        List<Member> members = new ArrayList<>();
        Set<String> names = new HashSet<>();
        int number = 0;
        for (String line : list.lines().toList()) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String where = "line " + number + " of " + ENTRY + " ";
            Matcher matcher = LINE.matcher(line.strip());
            if (!matcher.matches()) {
                throw new RejectedException(
                        where + "is no SHA-256 digest and name, as sha256sum writes them: " + quoted(line));
            }
            Member member = member(matcher.group(2), matcher.group(1).toLowerCase(Locale.ROOT), where);
            if (!names.add(member.toString())) {
                throw new RejectedException(where + "names a jar once more: " + quoted(member.toString()));
            }
            members.add(member);
        }
        if (members.isEmpty()) {
            throw new RejectedException("lists no jar");
        }
        if (members.stream()
                        .map(member -> member.directory().isEmpty())
                        .distinct()
                        .count()
                > 1) {
            throw new RejectedException("names some jars with their code directory, and some without");
        }
        return new JarSet(members);
    }

    private static Member member(String name, String sha256, String where) throws RejectedException {
        int slash = name.indexOf('/');
        String directory = slash < 0 ? "" : name.substring(0, slash);
        String file = name.substring(slash + 1);
        if (slash == 0
                || file.indexOf('/') >= 0
                || file.indexOf('\\') >= 0
                || directory.equals(".")
                || directory.equals("..")
                || !JarName.is(file)) {
            throw new RejectedException(where + "names no jar of a code directory: " + quoted(name)
                    + "; write NAME.jar, or DIRECTORY/NAME.jar");
        }
        if (JarName.isSet(file)) {
            throw new RejectedException(where + "names a set, and a set has jars only: " + quoted(name));
        }
        return new Member(directory, file, sha256);
    }

    private static String quoted(String text) {
        String shown = text.length() > LONGEST_QUOTE ? text.substring(0, LONGEST_QUOTE) + "..." : text;
        return '"' + shown.replaceAll("\\p{Cntrl}", "?") + '"';
    }

    /** Whether a jar of a code directory is listed, where the file of the set is in that directory. */
    boolean names(String directory, String file) {
        return members.stream()
                .anyMatch(member -> member.file().equals(file)
                        && (member.directory().isEmpty() || member.directory().equals(directory)));
    }

    @Override
    public String toString() {
        return members.stream().map(Member::toString).collect(Collectors.joining(", "));
    }
}
