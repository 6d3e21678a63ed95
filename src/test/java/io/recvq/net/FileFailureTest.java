package io.recvq.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class FileFailureTest {
  private static final String FILE = "/var/tmp/a.pcap";

  private static String read(IOException cause) {
    return FileFailure.read(FILE, cause).getMessage();
  }

  private static String write(IOException cause) {
    return FileFailure.write(FILE, cause).getMessage();
  }

  @Test
  void a_missing_file_is_looked_for_in_its_folder() {
    assertEquals(
        "cannot read /var/tmp/a.pcap: No such file or directory (ENOENT 2);"
            + " see what is there: ls /var/tmp",
        read(new NoSuchFileException("/var/tmp/a.pcap")));
  }

  @Test
  void the_folder_of_a_bare_name_is_the_one_that_the_command_runs_in() {
    assertEquals(
        "cannot read a.pcap: No such file or directory (ENOENT 2); see what is there: ls .",
        FileFailure.read("a.pcap", new NoSuchFileException("a.pcap")).getMessage());
    assertEquals(
        "cannot read /a.pcap: No such file or directory (ENOENT 2); see what is there: ls /",
        FileFailure.read("/a.pcap", new NoSuchFileException("/a.pcap")).getMessage());
  }

  @Test
  void rights_are_shown_of_the_file_and_for_writing_of_its_folder_too() {
    assertEquals(
        "cannot read /var/tmp/a.pcap: Permission denied (EACCES 13);"
            + " see who may: ls -ld /var/tmp/a.pcap",
        read(new AccessDeniedException("/var/tmp/a.pcap")));
    assertEquals(
        "cannot write /var/tmp/a.pcap: Permission denied (EACCES 13);"
            + " see who may: ls -ld /var/tmp /var/tmp/a.pcap",
        write(new AccessDeniedException("/var/tmp/a.pcap")));
  }

  @Test
  void what_cannot_be_written_names_the_remedy() {
    assertEquals(
        "cannot write /var/tmp/a.pcap: No such file or directory (ENOENT 2);"
            + " make its folder: mkdir /var/tmp",
        write(new NoSuchFileException("/var/tmp/a.pcap")));
    assertEquals(
        "cannot write /var/tmp/a.pcap: No space left on device (ENOSPC 28);"
            + " see what is free: df /var/tmp",
        write(new IOException("No space left on device")));
    assertEquals(
        "cannot write /var/tmp/a.pcap: File exists (EEXIST 17); remove it, or name another",
        write(new FileAlreadyExistsException("/var/tmp/a.pcap")));
    assertEquals(
        "cannot write /var/tmp/a.pcap: Is a directory (EISDIR 21); name a file in it",
        write(new FileNotFoundException("/var/tmp/a.pcap (Is a directory)")));
  }

  @Test
  void without_an_errno_the_systems_words_stand_alone() {
    assertEquals("cannot read /var/tmp/a.pcap: odd", read(new IOException("odd")));
  }
}
