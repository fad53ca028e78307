package io.funclet.host.deploy.attempt;

import io.funclet.host.deploy.attempt.ChangeSet.Member;
import io.funclet.host.deploy.file.DeployedFile;
import io.funclet.host.deploy.jar.JarName;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.jar.RejectedException.Remedy;
import java.util.ArrayList;
import java.util.List;

/** The bundles that made an attempt fail. Mutable, of one thread. */
final class FailedMembers {

    private final DeployedFile file;
    private final List<Member> members = new ArrayList<>();

    /** @param file that is looked at */
    FailedMembers(DeployedFile file) {
        this.file = file;
    }

    List<Member> members() {
        return members;
    }

    /** The file may be rejected because of a bundle that uses its own, or because of a jar of the set: then that one's reason counts. */
    RejectedException blame(Member member, String what, RejectedException rejected) {
        members.add(member);
        boolean own = member.file() == file || member.isChangedClassPath();
        if (JarName.isSet(file.name()) && !member.anew()) {
            return rejected.of(member.next().toString());
        }
        if (own || rejected.remedy() == Remedy.NEWER_FILE) {
            return rejected;
        }
        return RejectedException.untilOthersCome(
                "is used by " + member.next() + ", which " + what + rejected.getMessage(), rejected);
    }
}
