package io.funclet.host;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;

/** The classes of the host, without its tests: read once. */
final class HostClasses {

    static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(HostClasses.class.getPackageName());

    private HostClasses() {}

    static void check(ArchRule rule) {
        rule.check(ALL);
    }
}
