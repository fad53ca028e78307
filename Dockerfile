# The image of the runtime, for amd64 and arm64. docs/how-to/run-in-a-container.md says how to use it. deploy/image/check
# builds and tries it without an engine.
#
#   docker build -t funclet .
#   docker build -t funclet:debug --target debug .    jcmd, JFR, a debug agent
#   docker build -t funclet:full --target full .      all modules of Java SE

# Java 17 rather than the newest: it takes about 8 MB less, and a container may be limited to 50 MB.
ARG JAVA=17
# What jdeps finds that the distribution needs: java.management (SCR), jdk.management (metrics), java.naming and jdk.unsupported (gRPC, Netty,
# Guava), java.sql (Gson; brings java.logging and java.xml). jdk.crypto.ec has the elliptic curves of baetyl's
# certificates, found at run time only. All others are for functions and their libraries. jdk.localedata has the names
# and formats of LOCALES. Functions that need more: --build-arg MODULES=...
ARG MODULES=java.management,jdk.management,java.naming,java.net.http,java.sql,jdk.crypto.ec,jdk.unsupported,java.compiler,java.instrument,java.prefs,java.rmi,java.scripting,java.security.jgss,java.security.sasl,java.sql.rowset,java.xml.crypto,jdk.charsets,jdk.httpserver,jdk.localedata,jdk.naming.dns,jdk.net,jdk.security.auth,jdk.xml.dom,jdk.zipfs
ARG LOCALES=en,zh,de,fr,ja

# Jars are the same on all machines, and the compilers of the wire protocol exist for few: build where we are. The class
# data archives of this stage fit its own Java.
FROM --platform=$BUILDPLATFORM maven:3.9-eclipse-temurin-${JAVA} AS build
WORKDIR /source
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -q -Dmaven.test.skip=true -Ddistribution.only=true -pl runtime-host -am package \
    && rm -rf runtime-host/target/funclet/archive

# A JRE is not the same on all machines: these stages run on the kind that the image is for.
#
# Not compressed: pages of a plain file are shared and given back under pressure, unpacked classes are not. That is
# 11 MB less in memory for 18 MB more on disk.
FROM eclipse-temurin:${JAVA}-jdk AS jre
ARG MODULES
ARG LOCALES
RUN jlink --add-modules "$MODULES" --include-locales "$LOCALES" --strip-java-debug-attributes --no-header-files --no-man-pages --output /jre

FROM eclipse-temurin:${JAVA}-jdk AS jre-full
ARG MODULES
ARG LOCALES
RUN jlink --add-modules "java.se,jdk.jfr,$MODULES" --include-locales "$LOCALES" --strip-java-debug-attributes --no-header-files --no-man-pages --output /jre

# With the lines of Java's own classes.
FROM eclipse-temurin:${JAVA}-jdk AS jre-debug
ARG MODULES
ARG LOCALES
RUN jlink --add-modules "jdk.attach,jdk.jcmd,jdk.jdwp.agent,jdk.jfr,jdk.management.agent,jdk.management.jfr,$MODULES" --include-locales "$LOCALES" --no-header-files --no-man-pages --output /jre

# A copy of util-linux's setpriv that may pass on the right to listen on port 80, on which baetyl 2 has the runtime listen. The right
# is permitted only, not effective: such a file can be executed in a container that lacks the right, too.
FROM debian:12-slim AS port80
RUN apt-get update && apt-get install --yes --no-install-recommends libcap2-bin \
    && cp /usr/bin/setpriv /setpriv \
    && setcap cap_net_bind_service=p /setpriv

# With glibc, because the JRE is linked to it, and a shell, because the launcher is a script.
FROM debian:12-slim AS base
LABEL org.opencontainers.image.title="Funclet" \
      org.opencontainers.image.description="Java function runtime for edge gateways, with hot deployment of bundles" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.base.name="docker.io/library/debian:12-slim"
# The directories: where the managers' usual configurations put the log, if nothing is mounted there.
# The link: for `docker exec`. The launcher finds its home behind it.
RUN groupadd --gid 10001 funclet \
    && useradd --no-create-home --uid 10001 --gid 10001 funclet \
    && mkdir -p /var/log/openedge /var/log/baetyl \
    && chown 10001 /var/log/openedge /var/log/baetyl \
    && ln -s /opt/funclet/bin/funclet /usr/local/bin/funclet
COPY --from=build /source/runtime-host/target/funclet /opt/funclet
COPY --from=port80 /setpriv /opt/funclet/bin/setpriv

# Text is UTF-8. The launcher sees to that by itself; this is for what is run beside it.
ENV LANG=C.UTF-8

# Docker's own: the OCI format of images has no health check.
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 CMD ["/opt/funclet/bin/funclet", "health"]

# The managers' paths are relative: etc/baetyl/service.yml, var/db/..., var/lib/baetyl/code. They mount them under the
# root, as for their own runtimes. The files of the process itself are in /tmp: a read-only root needs a tmpfs there.
WORKDIR /

# No shell around it: the JVM is process 1, gets SIGTERM, and reaps what processes of functions leave behind.
ENTRYPOINT ["/opt/funclet/bin/funclet"]

# In each of these: the archive of class data is made by the Java that uses it, where it is used. The user is a number,
# so that Kubernetes can see that it is not root.
FROM base AS debug
COPY --from=jre-debug /jre /opt/funclet/jre
RUN /opt/funclet/bin/funclet archive && ln -s /opt/funclet/jre/bin/jcmd /opt/funclet/jre/bin/jfr /usr/local/bin
USER 10001

FROM base AS full
COPY --from=jre-full /jre /opt/funclet/jre
RUN /opt/funclet/bin/funclet archive
USER 10001

FROM base
COPY --from=jre /jre /opt/funclet/jre
RUN /opt/funclet/bin/funclet archive
USER 10001
