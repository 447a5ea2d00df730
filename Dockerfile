# The images of chatlab, a target each:
#
#     docker buildx build --load --target server       -t chatlab/server:dev .
#     docker buildx build --load --target load-clients -t chatlab/load-clients:dev .
#     docker buildx build --load --target gatling      -t chatlab/gatling:dev .
#
# The bases are arguments, so that a site without a public registry can bring its own.
ARG BUILD_IMAGE=maven:3.9-eclipse-temurin-25
ARG RUNTIME_IMAGE=debian:trixie-slim

FROM ${BUILD_IMAGE} AS jars
WORKDIR /build
COPY .mvn .mvn
COPY pom.xml .
COPY lab/pom.xml lab/
COPY bench/pom.xml bench/
COPY gatling/pom.xml gatling/
COPY protocol protocol
COPY process process
COPY generator generator
COPY server server
COPY load-clients load-clients
# The repository lives in a cache mount: a changed source or version downloads only what is new. Formatting is checked
# by the build outside; the jars carry a fixed time stamp, so that unchanged ones leave the layers below as they are.
RUN --mount=type=cache,id=chatlab-maven,target=/root/.m2/repository,sharing=locked \
    mvn -B -q -ntp -pl server,load-clients -am -DskipTests -Dspotless.check.skip=true package
# Netty's native parts lie where the JVM looks first: nothing is unpacked at start, so /tmp may be read-only or noexec.
RUN mkdir /native && cd /native \
    && for jar in /build/server/target/lib/netty-transport-native-*-linux-*.jar; do jar -xf "$jar" META-INF/native; done

FROM ${BUILD_IMAGE} AS runtime
# What jdeps finds in the jars, without java.desktop and java.sql, which only optional parts of Jackson and Micrometer
# mention. java.management, jdk.management: figures about CPU, memory and collections; jdk.jfr: recordings;
# jdk.unsupported: sun.misc.Unsafe, Netty's fast path; jdk.httpserver: the admin port; java.naming, java.xml: Logback.
# The class data archive is for the object layout that jvm.options choose; jlink would write it for the other two.
RUN jlink --output /opt/runtime --strip-debug --exclude-files '**.debuginfo' --no-header-files --no-man-pages --compress zip-6 \
    --add-modules java.base,java.logging,java.management,java.naming,java.xml,jdk.httpserver,jdk.jfr,jdk.management,jdk.unsupported \
    && /opt/runtime/bin/java -XX:+UseCompactObjectHeaders -XX:+UseG1GC -Xshare:dump

FROM ${RUNTIME_IMAGE} AS program
ARG VERSION=dev
LABEL org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}"
COPY --from=runtime /opt/runtime /opt/chatlab/runtime
COPY --from=jars /native/META-INF/native/*.so /usr/lib/
# A number, because Kubernetes can't tell from a name that it isn't root.
USER 10001:10001
# Where a file may be written, also with a read-only root and a tmpfs: crash logs and relative paths end up here.
WORKDIR /tmp
STOPSIGNAL SIGTERM

FROM program AS server
LABEL org.opencontainers.image.title="chatlab server" \
      org.opencontainers.image.description="The chat server: the thing under test."
COPY --from=jars /build/server/target/lib /opt/chatlab/lib
COPY server/jvm.options /opt/chatlab/
COPY --from=jars /build/server/target/server.jar /opt/chatlab/
USER 0:0
RUN --mount=type=bind,source=server/train-aot-cache,target=/train-aot-cache \
    bash /train-aot-cache /opt/chatlab/runtime/bin/java /opt/chatlab/jvm.options /opt/chatlab/server.jar /opt/chatlab/server.aot
USER 10001:10001
EXPOSE 8080 8081
ENTRYPOINT ["/opt/chatlab/runtime/bin/java", "@/opt/chatlab/jvm.options", "-XX:AOTCache=/opt/chatlab/server.aot", "-jar", "/opt/chatlab/server.jar"]

FROM program AS load-clients
LABEL org.opencontainers.image.title="chatlab load clients" \
      org.opencontainers.image.description="Thousands of simulated chat clients in one process."
COPY --from=jars /build/load-clients/target/lib /opt/chatlab/lib
COPY load-clients/jvm.options /opt/chatlab/
COPY --from=jars /build/load-clients/target/load-clients.jar /opt/chatlab/
USER 0:0
RUN --mount=type=bind,source=load-clients/train-aot-cache,target=/train-aot-cache \
    --mount=type=bind,from=server,source=/opt/chatlab,target=/server \
    bash /train-aot-cache /opt/chatlab/runtime/bin/java /opt/chatlab/jvm.options /opt/chatlab/load-clients.jar /opt/chatlab/load-clients.aot \
        /server/jvm.options /server/server.jar
USER 10001:10001
EXPOSE 8082
ENTRYPOINT ["/opt/chatlab/runtime/bin/java", "@/opt/chatlab/jvm.options", "-XX:AOTCache=/opt/chatlab/load-clients.aot", "-jar", "/opt/chatlab/load-clients.jar"]

# On top, so that a changed journey leaves the other images alone.
FROM jars AS gatling-jars
COPY gatling gatling
RUN --mount=type=cache,id=chatlab-maven,target=/root/.m2/repository,sharing=locked \
    mvn -B -q -ntp -pl gatling -am -DskipTests -Dspotless.check.skip=true package

FROM ${BUILD_IMAGE} AS gatling-runtime
# What Gatling needs more: java.sql and java.desktop for its templates and parsers, java.net.http for nothing but a name.
RUN jlink --output /opt/runtime --strip-debug --exclude-files '**.debuginfo' --no-header-files --no-man-pages --compress zip-6 \
    --add-modules java.base,java.desktop,java.logging,java.management,java.naming,java.net.http,java.scripting,java.sql,java.xml,jdk.crypto.ec,jdk.httpserver,jdk.jfr,jdk.management,jdk.unsupported,jdk.zipfs

FROM ${RUNTIME_IMAGE} AS gatling
ARG VERSION=dev
LABEL org.opencontainers.image.licenses="Apache-2.0 AND LicenseRef-Gatling-Highcharts" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.title="chatlab Gatling journeys" \
      org.opencontainers.image.description="User journeys through the chat, played by Gatling, with its reports."
COPY --from=gatling-runtime /opt/runtime /opt/chatlab/runtime
COPY --from=gatling-jars /build/gatling/target/lib /opt/chatlab/lib
COPY gatling/jvm.options /opt/chatlab/
COPY --from=gatling-jars /build/gatling/target/gatling.jar /opt/chatlab/
# Where reports go: a volume that is mounted here belongs to the user, too.
RUN mkdir /results && chown 10001:10001 /results
USER 10001:10001
WORKDIR /tmp
STOPSIGNAL SIGTERM
ENV RESULTS_DIR=/results
EXPOSE 8082
ENTRYPOINT ["/opt/chatlab/runtime/bin/java", "@/opt/chatlab/jvm.options", "-jar", "/opt/chatlab/gatling.jar"]
