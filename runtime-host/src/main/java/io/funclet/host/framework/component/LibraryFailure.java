package io.funclet.host.framework.component;

import io.funclet.host.framework.requirement.LibraryAdvice;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/**
 * What to do about an exception that is thrown because a bundle lacks a library, or a part of one. Reads the text of the
 * exception, so that it says the same of the start of a bundle and of a call.
 *
 * @param bundle whose code has thrown it; resolved
 */
public record LibraryFailure(Bundle bundle) {

    /** Felix names the bundle that does not find a class. */
    private static final Pattern NO_CLASS =
            Pattern.compile("java\\.lang\\.ClassNotFoundException: [^\\s:]+ not found by .* \\[(\\d{1,18})]");

    private static final Pattern NO_RESOURCES = Pattern.compile(
            "java\\.util\\.MissingResourceException: Can't find bundle for base name (\\S+), locale .*");

    private static final Pattern NO_NATIVE =
            Pattern.compile("java\\.lang\\.UnsatisfiedLinkError: no (\\S+) in java\\.library\\.path.*");

    private static final Pattern NO_NEEDED_NATIVE = Pattern.compile(
            "java\\.lang\\.UnsatisfiedLinkError: .*?([^\\s/:]+): cannot open shared object file: No such file.*");

    /** As loaders say it: the JVM for another processor, the system for another word size or format. */
    private static final Pattern FOREIGN_NATIVE = Pattern.compile("java\\.lang\\.UnsatisfiedLinkError: .*?([^\\s/:]+): "
            + "(?:.*\\(Possible cause: .*|wrong ELF class.*|invalid ELF header.*|.*Exec format error.*)");

    private static final Pattern OTHER_NATIVE = Pattern.compile("java\\.lang\\.UnsatisfiedLinkError\\b.*");

    private static final Pattern NO_PROVIDER =
            Pattern.compile("java\\.util\\.ServiceConfigurationError: (\\S+): Provider (\\S+) not found");

    private static final Pattern FOREIGN_PROVIDER =
            Pattern.compile("java\\.util\\.ServiceConfigurationError: (\\S+): (?:Provider )?(\\S+) not a subtype");

    /** As libraries say it, and as {@code Optional} does. */
    private static final Pattern OF_PROVIDER = Pattern.compile(
            "(?i)NoSuchElementException|ServiceLoader|META-INF/services|\\bno\\b.*\\b(provider|implementation|factory)");

    /** As the JVM names the class whose method, field or implementation is missing, in its versions. */
    private static final Pattern OTHER_MEMBERS = Pattern.compile(
            "java\\.lang\\.NoSuchMethodError: '?(?:[\\w.$\\[\\]]+ )?([\\w.$]+)\\.[\\w$<>]+\\(.*"
                    + "|java\\.lang\\.NoSuchFieldError: Class ([\\w.$]+) does not have member field .*"
                    + "|java\\.lang\\.AbstractMethodError: .* resolved method .* of (?:interface|abstract class) ([\\w.$]+)\\.");

    private static final Pattern TWO_COPIES =
            Pattern.compile("java\\.lang\\.ClassCastException: class (\\S+) cannot be cast to class \\1 .*");

    private static final Pattern NO_DRIVER =
            Pattern.compile("java\\.sql\\.SQLException: No suitable driver(?: found for (\\w+:\\w+))?.*");

    /** About an exception of a call, or its innermost cause that says something. */
    public Optional<String> ofCall(Throwable thrown) {
        return CauseChain.of(thrown).stream()
                .flatMap(each -> words(each).stream())
                .reduce((outer, inner) -> inner);
    }

    /**
     * About an exception of a call, for want of a provider. Only exceptions that are about such: libraries do without many.
     *
     * @param missed the names of services for which {@code ServiceLoader} has found no provider
     */
    public static Optional<String> ofServices(Throwable thrown, Collection<String> missed) {
        return missed.isEmpty()
                ? Optional.empty()
                : ofServices(
                        CauseChain.of(thrown).stream()
                                .map(CauseChain::firstLine)
                                .toList(),
                        missed);
    }

    /** The same for printed exceptions. */
    static Optional<String> ofServices(List<String> printed, Collection<String> missed) {
        return printed.stream()
                .flatMap(each -> service(each, missed).stream())
                .findFirst()
                .map(name -> "it " + LibraryAdvice.noProvider(name));
    }

    private static Optional<String> service(String printed, Collection<String> missed) {
        return missed.stream()
                .filter(name -> printed.contains(name.substring(name.lastIndexOf('.') + 1)))
                .findFirst()
                .or(() -> OF_PROVIDER.matcher(printed).find()
                        ? missed.stream().sorted().findFirst()
                        : Optional.empty());
    }

    private Optional<String> words(Throwable thrown) {
        String printed = CauseChain.firstLine(thrown);
        try {
            return advice(printed).or(() -> ofClass(printed)).map(words -> "it " + words);
        } catch (IllegalStateException uninstalledMeanwhile) {
            return Optional.empty();
        }
    }

    private Optional<String> ofClass(String printed) {
        Bundle seeker = bundle;
        Matcher finding = NO_CLASS.matcher(printed);
        BundleContext context = finding.matches() ? bundle.getBundleContext() : null;
        if (context != null) {
            Bundle named = context.getBundle(Long.parseLong(finding.group(1)));
            seeker = named == null ? bundle : named;
        }
        String words = new ClassLoadFailure(seeker).words(printed);
        if (words.equals(printed)) {
            return Optional.empty();
        }
        return Optional.of(seeker.equals(bundle) ? words : "uses " + seeker.getSymbolicName() + ", which " + words);
    }

    /** A phrase about a part of a library other than a class; empty if the exception is about something else. */
    Optional<String> advice(String printed) {
        return match(NO_RESOURCES, printed)
                .map(found -> "lacks " + found.group(1).replace('.', '/') + ".properties: " + LibraryAdvice.whole())
                .or(() -> match(NO_PROVIDER, printed)
                        .map(found -> "lacks the class " + found.group(2) + ", which META-INF/services/"
                                + found.group(1) + " names: " + LibraryAdvice.whole()))
                .or(() -> match(FOREIGN_PROVIDER, printed)
                        .map(found -> "finds " + found.group(2) + ", which implements another copy of " + found.group(1)
                                + ": keep one jar with that, inside or beside"))
                .or(() -> match(NO_DRIVER, printed)
                        .map(found -> "finds no JDBC driver"
                                + (found.group(1) == null ? "" : " for " + found.group(1)) + ": "
                                + LibraryAdvice.add()))
                .or(() -> match(TWO_COPIES, printed)
                        .map(found -> "has got " + found.group(1)
                                + " from two jars, each with a copy: keep one jar with" + " that, inside or beside"))
                .or(() -> match(OTHER_MEMBERS, printed).flatMap(this::ofOtherVersion))
                .or(() -> ofNative(printed));
    }

    /** A class of another bundle lacks what the bundle calls. Its own classes are a matter of its build. */
    private Optional<String> ofOtherVersion(MatchResult found) {
        String type = Stream.of(1, 2, 3)
                .map(found::group)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
        return new ClassLoadFailure(bundle)
                .source(type)
                .map(source -> "uses " + type + " of " + source
                        + ", which is not the version that it was built against: build it against that one");
    }

    private static Optional<String> ofNative(String printed) {
        return match(NO_NATIVE, printed)
                .map(found -> "lacks the native library " + found.group(1) + ": " + LibraryAdvice.whole())
                .or(() -> match(NO_NEEDED_NATIVE, printed)
                        .map(found -> "has a native library that needs " + found.group(1)
                                + ": install that on this system, or let the bundle carry it, as"
                                + " docs/reference/native-libraries.md shows"))
                .or(() -> match(FOREIGN_NATIVE, printed)
                        .map(found -> "has a native library that is made for another machine, " + found.group(1)
                                + ": this one is " + System.getProperty("os.name") + " on "
                                + System.getProperty("os.arch") + "; take the jar of the library that is for it"))
                .or(() -> match(OTHER_NATIVE, printed)
                        .map(found ->
                                "cannot load a native library; if the bundle lacks it, " + LibraryAdvice.whole()));
    }

    private static Optional<MatchResult> match(Pattern pattern, String printed) {
        Matcher matcher = pattern.matcher(printed);
        return matcher.matches() ? Optional.of(matcher.toMatchResult()) : Optional.empty();
    }
}
