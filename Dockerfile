# The image of the runtime. Not built by the tests (they run without a Docker engine); they do make the small JRE below
# and run the distribution on it.
#
#   docker build -t funclet .
#
# G1, openedge         docker run ... funclet -c '{"name": ...}'
# G3, baetyl 1         docker run -v $PWD/etc/baetyl:/etc/baetyl ... funclet
# G4, baetyl 2         the environment and the mounts that baetyl makes
# without any of them  docker run -v $PWD/functions:/functions -p 50051:50051 funclet serve /functions --address :50051

# Java 17 rather than the newest: it takes about 8 MB less, and a container may be limited to 50 MB.
ARG JAVA=17

# Jars are the same on all machines, and the compilers of the wire protocol exist for few: build where we are.
FROM --platform=$BUILDPLATFORM maven:3.9-eclipse-temurin-${JAVA} AS build
WORKDIR /source
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -q -Dmaven.test.skip=true -Ddistribution.only=true -pl runtime-host -am package

# A JRE is not the same on all machines: this stage runs on the kind that the image is for.
FROM eclipse-temurin:${JAVA}-jdk AS jre
# What jdeps finds that the distribution needs: java.management (SCR), jdk.management (metrics), java.naming and jdk.unsupported (gRPC, Netty,
# Guava), java.sql (Gson; brings java.logging and java.xml). jdk.crypto.ec has the elliptic curves of baetyl's
# certificates, found at run time only. java.net.http is for functions. jdeps also names jdk.jfr, which Netty does
# without. Functions that need more: --build-arg MODULES=...
ARG MODULES=java.management,jdk.management,java.naming,java.net.http,java.sql,jdk.crypto.ec,jdk.unsupported
# Not compressed: pages of a plain file are shared and given back under pressure, unpacked classes are not. That is
# 11 MB less in memory for 18 MB more on disk.
RUN jlink --add-modules "$MODULES" --strip-java-debug-attributes --no-header-files --no-man-pages --output /jre
# jlink leaves out the archive of the JDK's own classes, which makes the start faster and the memory less.
RUN /jre/bin/java -XX:+UseSerialGC -Xshare:dump

# With glibc, because the JRE is linked to it, and a shell, because the launcher is a script.
FROM debian:12-slim
# The directories: where the managers' usual configurations put the log, if nothing is mounted there.
RUN useradd --system --no-create-home --uid 10001 funclet \
    && mkdir -p /var/log/openedge /var/log/baetyl \
    && chown 10001 /var/log/openedge /var/log/baetyl
COPY --from=build /source/runtime-host/target/funclet /opt/funclet
# Found by the launcher before any other Java.
COPY --from=jre /jre /opt/funclet/jre

# Text is UTF-8. The launcher sees to that by itself; this is for what is run beside it.
ENV LANG=C.UTF-8

# For `docker exec`: the launcher finds its home behind the link.
RUN ln -s /opt/funclet/bin/funclet /usr/local/bin/funclet
# The archives of the build fit its Java and its folder: this one fits what the image runs.
RUN rm -rf /opt/funclet/archive && /opt/funclet/bin/funclet archive

# baetyl 2 has the runtime listen on port 80. Docker (from 20.10 on) allows that to all users in a container; elsewhere
# it takes net.ipv4.ip_unprivileged_port_start=0. By number, so that Kubernetes can see that it is not root.
USER 10001

# The managers' paths are relative: etc/baetyl/service.yml, var/db/..., var/lib/baetyl/code. They mount them under the
# root, as for their own runtimes. The files of the process itself are in /tmp: a read-only root needs a tmpfs there.
WORKDIR /

# No shell around it: the JVM is process 1, and gets SIGTERM.
ENTRYPOINT ["/opt/funclet/bin/funclet"]
