# What the figures of Funclet's image are compared with: a function runtime as baetyl's own are, in Python. `check` builds it.
FROM debian:12-slim
RUN apt-get update && apt-get install --yes --no-install-recommends python3-grpcio python3-protobuf python3-yaml \
    && rm -rf /var/lib/apt/lists/*
COPY benchmarks/peers/server.py /server.py
RUN echo '{"server": {"address": "127.0.0.1:50051"}}' >/service.yml
USER 10001
ENTRYPOINT ["python3", "/server.py", "/service.yml"]
