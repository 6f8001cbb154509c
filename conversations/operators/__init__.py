"""What operators work with: who needs them, what they may send, what they keep beside a talk."""
