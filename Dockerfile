# The program without Python on the machine; the archive is the folder that is given to it:
#   docker build --tag archive .
#   docker run --rm --user "$(id -u):$(id -g)" --volume "$PWD:/archive" archive build
FROM python:3.11-slim
WORKDIR /program
COPY requirements.txt .
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt
COPY netlify.toml .
COPY templates templates
COPY examples examples
COPY builder builder
RUN python -m compileall -q builder
ENV PYTHONPATH=/program PYTHONUTF8=1 HOME=/tmp
WORKDIR /archive
USER 1000:1000
ENTRYPOINT ["python", "-m", "builder"]
