//! Tells Zed how the server is started: the program of the settings, else that on the `PATH`.

use zed_extension_api::{
    self as zed, settings::LspSettings, Command, LanguageServerId, Result, Worktree,
};

struct HarnessLint;

impl zed::Extension for HarnessLint {
    fn new() -> Self {
        HarnessLint
    }

    fn language_server_command(&mut self, id: &LanguageServerId, worktree: &Worktree) -> Result<Command> {
        let binary = LspSettings::for_worktree(id.as_ref(), worktree)?.binary;
        let (path, arguments) = binary.map_or((None, None), |it| (it.path, it.arguments));
        let command = path
            .or_else(|| worktree.which("harness-lint"))
            .ok_or("harness-lint is not on the PATH; the setting lsp.harness-lint.binary.path may name it")?;
        Ok(Command {
            command,
            args: arguments.unwrap_or_else(|| vec!["lsp".to_string()]),
            env: worktree.shell_env(),
        })
    }
}

zed::register_extension!(HarnessLint);
